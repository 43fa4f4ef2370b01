CREATE TABLE IF NOT EXISTS people (
  id int PRIMARY KEY,
  first text NOT NULL,
  last text NOT NULL,
  shown text NOT NULL,
  level int NOT NULL,
  rank int
);
