CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE TABLE "Odd Schema"."User List" (
  "Id" int PRIMARY KEY,
  "Full Name" varchar(40) COLLATE "C" CONSTRAINT "must be" NOT NULL DEFAULT 'nobody',
  "größe" int NOT NULL DEFAULT 5,
  since timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX "By Name" ON "Odd Schema"."User List" ("größe", "Full Name" DESC) INCLUDE (since);
COMMENT ON INDEX "Odd Schema"."By Name" IS 'who''s who';
COMMENT ON COLUMN "Odd Schema"."User List"."Full Name" IS 'What''s the name?';
ALTER TABLE "Odd Schema"."User List" ALTER "Full Name" SET STATISTICS 77, ALTER "Full Name" SET STORAGE EXTERNAL;
CREATE STATISTICS "Odd Schema"."Both" (ndistinct, dependencies) ON "größe", "Full Name" FROM "Odd Schema"."User List";
ALTER STATISTICS "Odd Schema"."Both" SET STATISTICS 33;
COMMENT ON STATISTICS "Odd Schema"."Both" IS 'go together';
DO $$ BEGIN CREATE ROLE "Ripcord Reader"; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT SELECT ("Full Name") ON "Odd Schema"."User List" TO "Ripcord Reader";
CREATE VIEW "Names" AS SELECT "Id", "Full Name" AS name FROM "Odd Schema"."User List" WHERE "Full Name" <> '';
GRANT SELECT ON "Names" TO "Ripcord Reader";
CREATE VIEW shouted AS SELECT upper(name) AS name FROM "Names";
