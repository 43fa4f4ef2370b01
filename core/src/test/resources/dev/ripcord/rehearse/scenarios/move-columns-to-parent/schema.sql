CREATE TYPE place AS (street text, number integer);
CREATE TABLE address (
  id integer PRIMARY KEY,
  note text
);
CREATE TABLE customer (
  id uuid PRIMARY KEY,
  address_id integer NOT NULL UNIQUE REFERENCES address ON UPDATE CASCADE,
  home place,
  since interval,
  "from" xml
);
