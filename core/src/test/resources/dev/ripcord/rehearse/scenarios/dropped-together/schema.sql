CREATE TABLE stays (id int PRIMARY KEY, name text);
CREATE TABLE "Old Orders" (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stays int REFERENCES stays ON DELETE SET NULL,
  parent bigint REFERENCES "Old Orders" ON DELETE CASCADE,
  net numeric(10, 2) NOT NULL,
  gross numeric GENERATED ALWAYS AS (net * 1.2) STORED,
  state text NOT NULL DEFAULT 'new'
);
CREATE TABLE old_lines (
  orders bigint REFERENCES "Old Orders" ON DELETE CASCADE,
  line int,
  what text,
  note text,
  PRIMARY KEY (orders, line)
);
CREATE STATISTICS old_lines_words ON what, note FROM old_lines;
ALTER TABLE "Old Orders" ENABLE ROW LEVEL SECURITY;
CREATE POLICY "only open" ON "Old Orders" USING (state <> 'gone');
CREATE POLICY "of seen" ON old_lines USING (EXISTS (SELECT FROM "Old Orders" o WHERE o.id = orders));
CREATE FUNCTION look() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER looks AFTER UPDATE ON old_lines FOR EACH ROW WHEN (OLD.what IS DISTINCT FROM NEW.what)
  EXECUTE FUNCTION look();
CREATE VIEW "open orders" AS SELECT id, gross FROM "Old Orders" WHERE state = 'new';
CREATE MATERIALIZED VIEW counted AS
  SELECT o.id, count(*) AS lines FROM "open orders" o JOIN old_lines l ON l.orders = o.id GROUP BY o.id;
CREATE VIEW "of those" AS SELECT id FROM counted WHERE lines > 1;
COMMENT ON VIEW "of those" IS 'stands on two others';
