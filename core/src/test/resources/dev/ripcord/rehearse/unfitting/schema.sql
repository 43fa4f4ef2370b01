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
CREATE TABLE people (
  id bigint PRIMARY KEY,
  login varchar(40) UNIQUE,
  email varchar(40) CONSTRAINT email_given CHECK (email <> ''),
  city varchar(40),
  street varchar(40),
  zip varchar(40),
  size int,
  note varchar(40)
);
CREATE INDEX people_by_city ON people (lower(city));
CREATE INDEX people_by_street ON people (street) WHERE size > 1;
CREATE POLICY by_zip ON people USING (zip <> '');
CREATE TABLE keyed (code varchar(40) NOT NULL UNIQUE);
