CREATE SCHEMA IF NOT EXISTS "Odd ""Schema""";
CREATE TABLE "Odd ""Schema"""."Order List" (
  "Id" serial PRIMARY KEY,
  "größe" numeric(10,2) NOT NULL DEFAULT -1.50,
  note text DEFAULT 'it''s a "note" \ of mine',
  tags text[] NOT NULL DEFAULT '{}',
  "select" timestamptz DEFAULT now(),
  stays int NOT NULL DEFAULT 5
);
COMMENT ON COLUMN "Odd ""Schema"""."Order List".note IS 'free';
