CREATE TABLE IF NOT EXISTS readings (
  device text NOT NULL,
  taken_at timestamptz NOT NULL,
  value numeric(10, 2) NOT NULL,
  unit text,
  "größe" int
);
