CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE TABLE "Odd Schema"."User List" (
  "Id" int,
  part text COLLATE "C",
  "a ""b"" c" numeric(12,4) DEFAULT 7 CHECK ("a ""b"" c" <> 13),
  note text,
  PRIMARY KEY (part, "Id")
);
CREATE INDEX ON "Odd Schema"."User List" ("a ""b"" c") WHERE "a ""b"" c" IS NULL;
COMMENT ON COLUMN "Odd Schema"."User List"."a ""b"" c" IS 'it''s odd';
