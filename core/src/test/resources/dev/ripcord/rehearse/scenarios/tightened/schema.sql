CREATE TABLE category (id serial PRIMARY KEY, name text);
CREATE TABLE "Product" (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sku text,
  "Größe" varchar(10),
  stock integer DEFAULT 0,
  listed boolean,
  category_id integer
);
