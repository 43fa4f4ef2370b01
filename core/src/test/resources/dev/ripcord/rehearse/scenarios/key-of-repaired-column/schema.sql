CREATE TABLE part (
  id int PRIMARY KEY,
  code text UNIQUE,
  note text
);
