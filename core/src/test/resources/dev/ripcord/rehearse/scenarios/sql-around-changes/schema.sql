CREATE TABLE person (id serial PRIMARY KEY, name text NOT NULL, b int);
