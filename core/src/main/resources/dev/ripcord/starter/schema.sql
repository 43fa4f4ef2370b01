-- The database that the migration beside this file starts from. Put your own schema here, for instance what
-- pg_dump --schema-only prints; or leave the file out and name a live database with --database.
CREATE TABLE customers (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name varchar(80) NOT NULL,
  email text NOT NULL UNIQUE,
  joined_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id bigint NOT NULL REFERENCES customers (id),
  amount numeric(10, 2) NOT NULL CHECK (amount >= 0),
  ordered_at timestamptz NOT NULL DEFAULT now()
);
