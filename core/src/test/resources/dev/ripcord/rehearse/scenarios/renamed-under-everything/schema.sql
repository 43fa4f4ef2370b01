-- "c)" and "on" are names that a careless reader of definitions takes for SQL
CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE TABLE "Odd Schema"."on" (
  "Id" int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "c)" varchar(60) COLLATE "C" NOT NULL DEFAULT 'nobody',
  "update of" int NOT NULL DEFAULT 5,
  note text,
  CONSTRAINT "check" CHECK (length("c)") + "update of" > -100),
  CONSTRAINT "both" UNIQUE ("Id", "c)")
);
CREATE INDEX "by c)" ON "Odd Schema"."on" ("c)" DESC) INCLUDE (note) WHERE "update of" > 0;
DO $$ BEGIN CREATE ROLE "Ripcord Reader"; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
GRANT SELECT ("c)"), UPDATE ("c)") ON "Odd Schema"."on" TO "Ripcord Reader" WITH GRANT OPTION;
GRANT INSERT ("c)", note) ON "Odd Schema"."on" TO PUBLIC;
CREATE VIEW "Odd Schema"."The View" WITH (security_barrier) AS
  SELECT "Id", "c)", upper("c)") AS loud FROM "Odd Schema"."on" WHERE "c)" <> 'hidden'
  WITH LOCAL CHECK OPTION;
COMMENT ON VIEW "Odd Schema"."The View" IS 'it''s a view';
COMMENT ON COLUMN "Odd Schema"."The View"."c)" IS 'a column of it';
ALTER VIEW "Odd Schema"."The View" ALTER COLUMN "c)" SET DEFAULT 'seen';
GRANT SELECT ON "Odd Schema"."The View" TO "Ripcord Reader";
GRANT UPDATE ("c)") ON "Odd Schema"."The View" TO "Ripcord Reader";
CREATE VIEW above AS SELECT v.*, o."c)" AS again FROM "Odd Schema"."The View" v JOIN "Odd Schema"."on" o USING ("Id", "c)");
CREATE VIEW beside AS
  WITH RECURSIVE steps(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM steps WHERE n < 3)
  SELECT s.n, count(DISTINCT o."c)") FILTER (WHERE o."c)" LIKE 'a%') AS many
  FROM steps s LEFT JOIN "Odd Schema"."on" o ON length(o."c)") = s.n GROUP BY s.n;
CREATE FUNCTION instead() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
CREATE TRIGGER "in place" INSTEAD OF INSERT ON above FOR EACH ROW EXECUTE FUNCTION instead();
CREATE RULE "no delete" AS ON DELETE TO beside DO INSTEAD DELETE FROM "Odd Schema"."on" o WHERE o."c)" = 'x' || old.n;
ALTER TABLE "Odd Schema"."on" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "own rows" ON "Odd Schema"."on" TO "Ripcord Reader"
  USING ("c)" = current_user OR EXISTS (SELECT FROM "Odd Schema"."on" x WHERE x."c)" = 'all')) WITH CHECK ("c)" <> '');
COMMENT ON POLICY "own rows" ON "Odd Schema"."on" IS 'only own';
CREATE TABLE audit (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, word text);
CREATE POLICY elsewhere ON audit USING (word IN (SELECT "c)" FROM "Odd Schema"."on"));
CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$;
CREATE TRIGGER "after c)" AFTER INSERT OR UPDATE OF "update of", "c)" ON "Odd Schema"."on"
  FOR EACH ROW WHEN (NEW."c)" <> 'quiet') EXECUTE FUNCTION nothing();
COMMENT ON TRIGGER "after c)" ON "Odd Schema"."on" IS 'says nothing';
CREATE CONSTRAINT TRIGGER "later" AFTER UPDATE OF "c)" ON "Odd Schema"."on"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nothing();
COMMENT ON TRIGGER "later" ON "Odd Schema"."on" IS 'at the end';
CREATE TRIGGER "statement" AFTER UPDATE OF "c)" ON "Odd Schema"."on" EXECUTE FUNCTION nothing();
ALTER TABLE "Odd Schema"."on" ENABLE ALWAYS TRIGGER "after c)";
ALTER TABLE "Odd Schema"."on" DISABLE TRIGGER "statement";
CREATE FUNCTION "how many"(word text DEFAULT 'on') RETURNS TABLE ("c)" varchar, n bigint) LANGUAGE sql STABLE SECURITY DEFINER
BEGIN ATOMIC
  SELECT o."c)", count(*) FROM "Odd Schema"."on" o WHERE o."c)" = word OR "how many".word IS NULL GROUP BY o."c)";
END;
COMMENT ON FUNCTION "how many"(text) IS 'counts';
