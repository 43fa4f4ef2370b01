CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE TABLE "Odd Schema"."User's List" (
  "Id" int,
  "größe" int,
  "least" int NOT NULL CHECK ("least" BETWEEN 3000 AND 4000),
  "select" text COLLATE "C" NOT NULL,
  part smallint NOT NULL,
  PRIMARY KEY (part, "Id"),
  CONSTRAINT "Long ""select""" CHECK (length("select") < 3000)
);
COMMENT ON COLUMN "Odd Schema"."User's List"."größe" IS 'how "big"';
CREATE INDEX ON "Odd Schema"."User's List" ("größe");
