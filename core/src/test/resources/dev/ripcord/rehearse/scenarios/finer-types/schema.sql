CREATE TABLE IF NOT EXISTS prices (
  id int PRIMARY KEY,
  amount numeric(10,2) NOT NULL,
  rate numeric(6,1),
  since timestamp(0) NOT NULL DEFAULT now(),
  seen timestamptz(3)
);
