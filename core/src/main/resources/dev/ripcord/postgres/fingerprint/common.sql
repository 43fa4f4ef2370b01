-- what every query of this folder may use; a table expression that is not used is not run
space AS (
  SELECT n.oid, quote_ident(n.nspname) AS name
  FROM pg_namespace n
  WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'ripcord', 'ripcord_kept')
),
member AS (
  SELECT d.classid, d.objid FROM pg_depend d WHERE d.deptype = 'e'
),
relation AS (
  SELECT c.*, space.name || '.' || quote_ident(c.relname) AS identity
  FROM pg_class c
  JOIN space ON space.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid)
)
