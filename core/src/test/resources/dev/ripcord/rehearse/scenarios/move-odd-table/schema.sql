CREATE SCHEMA "To.Here ""x""";
CREATE SCHEMA from_here;
CREATE TABLE from_here."order" (
  id serial PRIMARY KEY,
  number integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  "from" text COLLATE "C" CHECK ("from" <> 'x'),
  kind text NOT NULL DEFAULT 'none'
);
CREATE STATISTICS from_here.guesses ON number, kind FROM from_here."order";
CREATE TABLE from_here.line (
  id int PRIMARY KEY,
  order_id int NOT NULL REFERENCES from_here."order" ON UPDATE CASCADE
);
COMMENT ON SEQUENCE from_here.order_id_seq IS 'counts';
