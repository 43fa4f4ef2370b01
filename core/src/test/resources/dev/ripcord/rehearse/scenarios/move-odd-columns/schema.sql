CREATE SCHEMA "Odd.Schema ""x""";
CREATE TYPE "Odd.Schema ""x""".mood AS ENUM ('glad', 'so ''so''', 'Sad');
CREATE TABLE "Odd.Schema ""x"""."user" (
  "Tenant" uuid NOT NULL,
  "größe?" integer NOT NULL,
  "select" numeric(10,3),
  mood "Odd.Schema ""x""".mood,
  "100%" varchar(12) COLLATE "C",
  words text[],
  facts jsonb,
  rest text,
  favourite integer,
  PRIMARY KEY ("größe?", "Tenant")
);
CREATE TABLE public."user" (
  number serial PRIMARY KEY,
  "größe?" integer NOT NULL,
  owner uuid NOT NULL,
  note text NOT NULL DEFAULT 'none',
  UNIQUE (owner, "größe?"),
  CONSTRAINT belongs FOREIGN KEY ("größe?", owner) REFERENCES "Odd.Schema ""x"""."user" ("größe?", "Tenant")
    ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE
);
ALTER TABLE "Odd.Schema ""x"""."user" ADD CONSTRAINT "both ways" FOREIGN KEY (favourite) REFERENCES public."user" (number)
  ON DELETE SET NULL;
COMMENT ON COLUMN "Odd.Schema ""x"""."user"."select" IS 'What''s "selected"?';
ALTER TABLE "Odd.Schema ""x"""."user" ALTER COLUMN words SET STATISTICS 17;
ALTER TABLE "Odd.Schema ""x"""."user" ALTER COLUMN rest SET STORAGE EXTERNAL;
