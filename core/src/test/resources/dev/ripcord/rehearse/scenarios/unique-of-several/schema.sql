CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE TABLE "Odd Schema"."User's ""List""" (
  "Id" uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  "größe" int,
  "select" uuid,
  "user" text
);
COMMENT ON TABLE "Odd Schema"."User's ""List""" IS 'it''s';
