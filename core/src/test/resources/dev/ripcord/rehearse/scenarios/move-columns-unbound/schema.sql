CREATE TABLE person (
  id integer PRIMARY KEY,
  email varchar(40) NOT NULL UNIQUE,
  photo bytea,
  born date,
  seen integer NOT NULL DEFAULT 0
);
CREATE TABLE person_details (
  details_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person integer NOT NULL,
  town text
);
CREATE UNIQUE INDEX one_per_person ON person_details (person);
CREATE TABLE letter (
  id bigint PRIMARY KEY,
  person integer REFERENCES person,
  text text
);
