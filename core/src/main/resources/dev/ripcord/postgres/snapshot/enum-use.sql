-- an enum with the arrays and domains that are made of it, and what depends on any of these
WITH RECURSIVE family AS (
  SELECT t.oid AS enum, t.oid AS type FROM pg_type t WHERE t.typtype = 'e'
  UNION
  SELECT f.enum, more.oid
  FROM family f
  JOIN pg_type t ON t.oid = f.type
  JOIN pg_type more ON more.oid = t.typarray OR more.typbasetype = t.oid
)
SELECT f.enum AS oid,
       pg_describe_object(d.classid, d.objid, d.objsubid) AS what,
       n.nspname AS schema,
       c.relname AS name,
       a.attname AS column,
       f.type = f.enum AS itself,
       d.classid = 'pg_attrdef'::regclass AS by_default
FROM family f
JOIN pg_type used ON used.oid = f.type
JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass AND d.refobjid = f.type AND d.deptype <> 'i'
LEFT JOIN pg_attrdef e ON d.classid = 'pg_attrdef'::regclass AND e.oid = d.objid
LEFT JOIN pg_class c ON c.oid = coalesce(e.adrelid, CASE WHEN d.classid = 'pg_class'::regclass AND d.objsubid > 0 THEN d.objid END)
  AND c.relkind = 'r'
LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = coalesce(e.adnum, d.objsubid) AND a.attnum > 0
WHERE n.nspname IS NULL OR n.nspname NOT IN ('ripcord', 'ripcord_kept')
ORDER BY f.enum, pg_describe_object(d.classid, d.objid, d.objsubid) COLLATE "C"
