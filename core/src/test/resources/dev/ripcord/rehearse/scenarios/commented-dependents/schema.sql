CREATE TABLE shops (id bigint PRIMARY KEY, name text);
CREATE TABLE orders (
  id bigserial PRIMARY KEY,
  login text,
  price int CONSTRAINT price_ok CHECK (price >= 0),
  legacy text CONSTRAINT legacy_short CHECK (length(legacy) < 100),
  shop_id bigint CONSTRAINT of_shop REFERENCES shops,
  code uuid CONSTRAINT code_once UNIQUE
);
CREATE INDEX orders_login ON orders (lower(login));
CREATE INDEX orders_legacy ON orders (legacy, id);
COMMENT ON INDEX orders_login IS 'for the back office';
COMMENT ON INDEX orders_legacy IS 'for ''the'' old client';
COMMENT ON CONSTRAINT price_ok ON orders IS 'no gifts';
COMMENT ON CONSTRAINT legacy_short ON orders IS 'as the old client has it';
COMMENT ON CONSTRAINT of_shop ON orders IS 'no order without a shop';
COMMENT ON CONSTRAINT code_once ON orders IS 'each once';
COMMENT ON INDEX code_once IS 'and its index';
