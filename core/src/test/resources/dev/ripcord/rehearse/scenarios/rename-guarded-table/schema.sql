-- in place of a name with a row type in use, policies, triggers, a rule of defaults for new tables
CREATE TYPE "Mood ""x""" AS ENUM ('it''s', 'no');
CREATE TABLE "User List" (
  "Key" bigint GENERATED ALWAYS AS IDENTITY,
  part text NOT NULL DEFAULT 'a',
  mood "Mood ""x""" NOT NULL DEFAULT 'it''s',
  parent bigint,
  size int NOT NULL DEFAULT 2,
  twice bigint GENERATED ALWAYS AS (size::bigint * 2) STORED,
  PRIMARY KEY ("Key"),
  CONSTRAINT "To Itself" FOREIGN KEY (parent) REFERENCES "User List" ON DELETE SET NULL
);
COMMENT ON TABLE "User List" IS 'it''s old';
COMMENT ON COLUMN "User List".size IS 'how much';
ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT ON TABLES TO pg_monitor;
GRANT SELECT ON "User List" TO PUBLIC;
GRANT UPDATE (size) ON "User List" TO pg_read_all_stats WITH GRANT OPTION;
ALTER TABLE "User List" ENABLE ROW LEVEL SECURITY;
CREATE POLICY big ON "User List" USING (size > 1);
CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.part := upper(NEW.part); RETURN NEW; END';
CREATE TRIGGER shouting BEFORE INSERT OR UPDATE ON "User List" FOR EACH ROW EXECUTE FUNCTION shout();
CREATE FUNCTION key_of("User List") RETURNS bigint LANGUAGE sql AS 'SELECT ($1)."Key"';
CREATE MATERIALIZED VIEW small AS SELECT "Key" FROM "User List" WHERE size < 3;
CREATE INDEX "User List by size" ON "User List" (size) WHERE part <> 'b';
