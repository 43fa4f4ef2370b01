CREATE TYPE pair AS (number int, word text);
CREATE TABLE parcels (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  size pair NOT NULL,
  origin pair,
  target pair
);
