CREATE SCHEMA IF NOT EXISTS "Odd.Schema";
CREATE TABLE "Odd.Schema"."A ""table""" (
  "Id" int CONSTRAINT "the key" PRIMARY KEY,
  "größe" int CONSTRAINT "a ""check""" CHECK ("größe" < 1000000000),
  parent int CONSTRAINT "of parent" REFERENCES "Odd.Schema"."A ""table""" ("Id"),
  code varchar(20) CONSTRAINT "one code" UNIQUE
);
CREATE INDEX "an ""index""" ON "Odd.Schema"."A ""table""" (("größe" + 1)) WHERE parent IS NULL;
COMMENT ON INDEX "Odd.Schema"."an ""index""" IS 'it''s mine';
COMMENT ON CONSTRAINT "a ""check""" ON "Odd.Schema"."A ""table""" IS 'small';
COMMENT ON TABLE "Odd.Schema"."A ""table""" IS 'back\slash';
