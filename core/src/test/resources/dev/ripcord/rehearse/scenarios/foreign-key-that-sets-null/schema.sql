CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE TABLE "Odd Schema"."Parent's" (
  "Id" uuid DEFAULT gen_random_uuid(),
  "select" smallint NOT NULL DEFAULT 1 CHECK ("select" IN (1, 2)),
  word text,
  PRIMARY KEY ("select", "Id")
);
CREATE TABLE "Odd Schema"."größe" (
  number int GENERATED ALWAYS AS IDENTITY,
  "user" text NOT NULL,
  "of" smallint CHECK ("of" IN (1, 2)),
  parent uuid,
  PRIMARY KEY (number)
);
COMMENT ON TABLE "Odd Schema"."größe" IS 'sizes';
CREATE TABLE plain (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), up uuid, word text);
