CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE TABLE "Odd Schema"."Log Book" (
  id bigint GENERATED ALWAYS AS IDENTITY,
  day date NOT NULL,
  "Who" text,
  size int,
  state text NOT NULL DEFAULT 'new',
  PRIMARY KEY (id, day)
) PARTITION BY RANGE (day);
CREATE TABLE "Odd Schema"."Log Early" PARTITION OF "Odd Schema"."Log Book" FOR VALUES FROM (MINVALUE) TO ('2000-01-01');
CREATE TABLE "Odd Schema"."Log 20s" PARTITION OF "Odd Schema"."Log Book" FOR VALUES FROM ('2000-01-01') TO ('2040-01-01')
  PARTITION BY HASH (id);
CREATE TABLE log_even PARTITION OF "Odd Schema"."Log 20s" FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE log_odd PARTITION OF "Odd Schema"."Log 20s" FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE log_rest PARTITION OF "Odd Schema"."Log Book" DEFAULT;
CREATE INDEX "By Who" ON "Odd Schema"."Log Book" ("Who");
CREATE INDEX only_here ON log_odd (lower("Who"));
CREATE FUNCTION seen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER sees BEFORE INSERT OR UPDATE ON "Odd Schema"."Log Book" FOR EACH ROW EXECUTE FUNCTION seen();
