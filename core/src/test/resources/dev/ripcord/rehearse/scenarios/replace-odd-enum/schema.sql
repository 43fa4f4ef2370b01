CREATE SCHEMA "Odd Schema X";
CREATE TYPE "Odd Schema X"."Mood" AS ENUM ('it''s', 'b\c', 'd e', 'gone');
COMMENT ON TYPE "Odd Schema X"."Mood" IS 'it''s how';
REVOKE USAGE ON TYPE "Odd Schema X"."Mood" FROM PUBLIC;
GRANT USAGE ON TYPE "Odd Schema X"."Mood" TO pg_monitor WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO pg_read_all_stats;
CREATE TABLE "Odd Schema X"."T" (
  "Id" int PRIMARY KEY,
  "Mood" "Odd Schema X"."Mood" DEFAULT 'it''s',
  other "Odd Schema X"."Mood" NOT NULL,
  note text
);
COMMENT ON COLUMN "Odd Schema X"."T"."Mood" IS 'mine';
CREATE INDEX "By Mood" ON "Odd Schema X"."T" (other DESC, note);
CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.note := upper(NEW.note); RETURN NEW; END';
CREATE TRIGGER shouting BEFORE INSERT OR UPDATE ON "Odd Schema X"."T" FOR EACH ROW EXECUTE FUNCTION shout();
