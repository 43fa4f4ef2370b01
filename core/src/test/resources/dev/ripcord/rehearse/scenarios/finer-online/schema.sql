CREATE TABLE IF NOT EXISTS prices (id int PRIMARY KEY, amount numeric(10,2) NOT NULL);
CREATE TABLE IF NOT EXISTS visits (id int PRIMARY KEY, since timestamp(0) NOT NULL DEFAULT now());
