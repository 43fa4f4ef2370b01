-- an enum with the arrays and domains that are made of it, and what depends on any of these; of composite
-- types, rows of tables and ranges that have it inside, only columns: how these print depends on the enum too
WITH RECURSIVE made (part, whole, inside) AS (
  SELECT t.oid, t.typarray, false FROM pg_type t WHERE t.typarray <> 0
  UNION ALL
  SELECT t.typbasetype, t.oid, false FROM pg_type t WHERE t.typbasetype <> 0
  UNION ALL
  SELECT a.atttypid, c.reltype, true
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid AND c.reltype <> 0
  WHERE a.attnum > 0 AND NOT a.attisdropped
  UNION ALL
  SELECT r.rngsubtype, r.rngtypid, true FROM pg_range r
  UNION ALL
  SELECT r.rngsubtype, r.rngmultitypid, true FROM pg_range r
), family AS (
  SELECT t.oid AS enum, t.oid AS type, false AS inside FROM pg_type t WHERE t.typtype = 'e'
  UNION
  SELECT f.enum, m.whole, f.inside OR m.inside FROM family f JOIN made m ON m.part = f.type
)
SELECT f.enum AS oid,
       pg_describe_object(d.classid, d.objid, d.objsubid) AS what,
       n.nspname AS schema,
       c.relname AS name,
       a.attname AS column,
       f.type = f.enum AS itself,
       f.inside,
       d.classid = 'pg_attrdef'::regclass AS by_default
FROM family f
JOIN pg_type used ON used.oid = f.type
JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass AND d.refobjid = f.type AND d.deptype <> 'i'
LEFT JOIN pg_attrdef e ON d.classid = 'pg_attrdef'::regclass AND e.oid = d.objid
LEFT JOIN pg_class c ON c.oid = coalesce(e.adrelid, CASE WHEN d.classid = 'pg_class'::regclass AND d.objsubid > 0 THEN d.objid END)
  AND c.relkind = 'r'
LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = coalesce(e.adnum, d.objsubid) AND a.attnum > 0
WHERE (n.nspname IS NULL OR n.nspname NOT IN ('ripcord', 'ripcord_kept'))
  AND (a.attname IS NOT NULL OR NOT f.inside)
ORDER BY f.enum, pg_describe_object(d.classid, d.objid, d.objsubid) COLLATE "C"
