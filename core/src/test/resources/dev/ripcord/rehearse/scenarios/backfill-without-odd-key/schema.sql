CREATE SCHEMA IF NOT EXISTS "Odd Schema";
DROP COLLATION IF EXISTS ci CASCADE;
CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
DROP TYPE IF EXISTS feeling CASCADE;
CREATE TYPE feeling AS ENUM ('good', 'bad');
-- each write of a client concerns many rows
CREATE TABLE IF NOT EXISTS "Odd Schema"."What Happened" (
  "wohin x" text NOT NULL CHECK ("wohin x" IN ('a', 'b', 'c', 'd', 'e', 'f')),
  "größe" int CHECK ("größe" BETWEEN 1 AND 2),
  mood feeling,
  note text COLLATE ci,
  doc json,
  weight float8,
  doubled int GENERATED ALWAYS AS ("größe" * 2) STORED
);
CREATE TABLE IF NOT EXISTS visits (
  page text,
  seen_at timestamptz,
  spent interval,
  changes int NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS lines (kind text NOT NULL, n int, said text);
CREATE OR REPLACE FUNCTION count_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.page := upper(NEW.page);
  RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS count_changes ON visits;
CREATE TRIGGER count_changes BEFORE INSERT OR UPDATE ON visits FOR EACH ROW EXECUTE FUNCTION count_changes();
