-- a domain's default is what an insert that leaves the column out gets
WITH RECURSIVE types AS (
  SELECT a.atttypid AS oid
  FROM pg_attribute AS a
  WHERE a.attrelid = :from::regclass AND a.attname IN (:columns)
  UNION
  SELECT t.typbasetype FROM types JOIN pg_type AS t USING (oid) WHERE t.typtype = 'd'
)
SELECT NOT EXISTS (SELECT FROM types JOIN pg_type AS t USING (oid) WHERE t.typdefault IS NOT NULL OR t.typnotnull)
