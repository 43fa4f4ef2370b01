CREATE TABLE "table.with a dot, a ""quote"" and sixty-three bytes of name 12345" (
  "select" int PRIMARY KEY,
  "grün.und ""blau"" sind die Farben, und dieser Name ist so lang 1" text NOT NULL
);
