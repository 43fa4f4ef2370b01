CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE TABLE "Odd Schema"."User List" (
  "Id" int PRIMARY KEY,
  "Where" text,
  amount int
);
CREATE INDEX "the ""where"" index" ON "Odd Schema"."User List" USING btree
  (lower("Where") COLLATE "C" text_pattern_ops DESC NULLS LAST, (amount / 2)) INCLUDE ("Id")
  WITH (fillfactor = 70) TABLESPACE pg_default WHERE ("Where" IS NOT NULL AND amount > 0);
COMMENT ON INDEX "Odd Schema"."the ""where"" index" IS 'it''s used';
ALTER INDEX "Odd Schema"."the ""where"" index" ALTER COLUMN 2 SET STATISTICS 300;
CREATE INDEX clustered ON "Odd Schema"."User List" (amount);
ALTER TABLE "Odd Schema"."User List" CLUSTER ON clustered;
