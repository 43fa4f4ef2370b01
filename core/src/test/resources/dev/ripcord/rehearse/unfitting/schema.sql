CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE customers (
  id bigint PRIMARY KEY,
  name varchar(80) NOT NULL,
  born date,
  age int,
  nick text,
  mood mood,
  total numeric(10, 2) NOT NULL DEFAULT 0,
  doubled numeric GENERATED ALWAYS AS (total * 2) STORED
);
CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint REFERENCES customers, amount numeric, CONSTRAINT paid CHECK (amount > 0));
CREATE TABLE keyless (a int);
CREATE INDEX customers_by_name ON customers (name);
CREATE VIEW adults AS SELECT id FROM customers WHERE age > 17;
CREATE MATERIALIZED VIEW named AS SELECT nick FROM customers;
