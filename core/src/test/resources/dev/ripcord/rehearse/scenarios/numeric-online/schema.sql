CREATE TABLE account (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  balance numeric(10, 2) NOT NULL DEFAULT 0,
  credit numeric(6, 2),
  seen timestamp(3),
  "from" cidr
);
CREATE TABLE booking (id serial PRIMARY KEY, account bigint REFERENCES account ON DELETE CASCADE, amount numeric(10, 2));
CREATE INDEX account_balance ON account (balance);
CREATE INDEX booking_amount ON booking USING brin (amount);
CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
CREATE TRIGGER noted BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION noted();
