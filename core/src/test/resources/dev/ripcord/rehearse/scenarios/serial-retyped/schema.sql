CREATE TABLE parent (id serial PRIMARY KEY, name text);
CREATE TABLE "Child" (
  "No" serial PRIMARY KEY,
  parent int REFERENCES parent (id) ON DELETE SET NULL,
  line smallserial NOT NULL,
  note text
);
