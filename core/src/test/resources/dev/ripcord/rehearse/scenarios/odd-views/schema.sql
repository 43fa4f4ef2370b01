CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE TABLE "Odd Schema"."User List" ("Id" int PRIMARY KEY, "Full Name" text NOT NULL, age int);
CREATE VIEW "Odd Schema"."The ""view""" ("Key", shown) WITH (security_barrier, check_option = local)
  AS SELECT "Id", "Full Name" FROM "Odd Schema"."User List" WHERE age > 17;
COMMENT ON VIEW "Odd Schema"."The ""view""" IS 'it''s \ mine';
COMMENT ON COLUMN "Odd Schema"."The ""view"""."Key" IS 'the key';
COMMENT ON COLUMN "Odd Schema"."The ""view""".shown IS 'goes';
ALTER VIEW "Odd Schema"."The ""view""" ALTER COLUMN "Key" SET DEFAULT 7;
GRANT SELECT, UPDATE ON "Odd Schema"."The ""view""" TO pg_monitor WITH GRANT OPTION;
GRANT SELECT ("Key") ON "Odd Schema"."The ""view""" TO PUBLIC;
CREATE VIEW "Odd Schema".writable AS SELECT "Id", age FROM "Odd Schema"."User List" WHERE age < 18 OR age IS NULL;
CREATE FUNCTION "Odd Schema".instead() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER "in ""stead""" INSTEAD OF INSERT OR UPDATE ON "Odd Schema".writable
  FOR EACH ROW EXECUTE FUNCTION "Odd Schema".instead();
COMMENT ON TRIGGER "in ""stead""" ON "Odd Schema".writable IS 'does nothing';
CREATE VIEW public.goes AS SELECT * FROM "Odd Schema"."User List";
CREATE RULE swallow AS ON DELETE TO public.goes DO INSTEAD NOTHING;
CREATE MATERIALIZED VIEW "Odd Schema".counted AS
  SELECT age, count(*) AS users FROM "Odd Schema"."User List" GROUP BY age WITH NO DATA;
CREATE UNIQUE INDEX ON "Odd Schema".counted (age);
