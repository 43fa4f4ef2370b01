CREATE TABLE IF NOT EXISTS items (
  id int PRIMARY KEY,
  name text NOT NULL,
  state text NOT NULL DEFAULT 'new',
  size int DEFAULT 7,
  tags text[]
);
