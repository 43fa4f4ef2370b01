CREATE TABLE person (id int PRIMARY KEY, full_name text NOT NULL, code varchar(20), born date);
CREATE TABLE place (id int PRIMARY KEY, name text);
CREATE VIEW places AS SELECT id FROM place;
