CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE TABLE "Odd Schema"."User List" (
  "Id" int PRIMARY KEY,
  "Full Name" varchar COLLATE "C" NOT NULL DEFAULT 'nobody',
  nick text DEFAULT 'none',
  UNIQUE ("Full Name", nick)
);
ALTER TABLE "Odd Schema"."User List" ALTER "Full Name" SET STATISTICS 77, ALTER "Full Name" SET STORAGE EXTERNAL;
CREATE STATISTICS "Both" (mcv) ON nick, "Full Name" FROM "Odd Schema"."User List";
ALTER STATISTICS "Both" SET STATISTICS 33;
COMMENT ON STATISTICS "Both" IS 'go together';
CREATE VIEW names AS SELECT "Full Name" || '!' AS name FROM "Odd Schema"."User List";
CREATE VIEW old_names AS SELECT "Full Name" FROM "Odd Schema"."User List" WHERE "Full Name" <> 'x';
