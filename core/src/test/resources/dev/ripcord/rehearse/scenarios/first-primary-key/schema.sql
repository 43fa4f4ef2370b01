CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE TABLE "Odd Schema"."No ""Key""" (
  "Id" uuid NOT NULL,
  "größe" int NOT NULL,
  word text
);
CREATE TABLE "Odd Schema"."Key" (
  "Id" int,
  "select" uuid NOT NULL,
  part smallint NOT NULL DEFAULT 1,
  word varchar(200),
  CONSTRAINT "it's ""key""" PRIMARY KEY ("Id") INCLUDE (word)
);
COMMENT ON CONSTRAINT "it's ""key""" ON "Odd Schema"."Key" IS 'the key';
COMMENT ON INDEX "Odd Schema"."it's ""key""" IS 'its index';
