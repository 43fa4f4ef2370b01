-- what depends on tables and views, with the table or view that it is or is part of
WITH used AS (
  -- views, materialized views and rules; the rule of a view stands for the view
  SELECT d.refobjid AS oid, d.refobjsubid AS attnum,
         CASE WHEN r.rulename = '_RETURN' THEN pg_describe_object('pg_class'::regclass, r.ev_class, 0)
              ELSE pg_describe_object('pg_rewrite'::regclass, r.oid, 0) END AS what,
         r.ev_class AS part_of,
         false AS whole
  FROM pg_depend d
  JOIN pg_rewrite r ON r.oid = d.objid
  WHERE d.classid = 'pg_rewrite'::regclass AND d.refclassid = 'pg_class'::regclass
  UNION ALL
  -- policies and functions with a parsed body by table or column; extended statistics and
  -- publications with a column list or a row filter by column
  SELECT d.refobjid, d.refobjsubid, pg_describe_object(d.classid, d.objid, 0),
         CASE d.classid WHEN 'pg_policy'::regclass THEN (SELECT p.polrelid FROM pg_policy p WHERE p.oid = d.objid)
                        WHEN 'pg_proc'::regclass THEN NULL ELSE d.refobjid END,
         false
  FROM pg_depend d
  WHERE d.refclassid = 'pg_class'::regclass
    AND (d.classid IN ('pg_policy'::regclass, 'pg_proc'::regclass)
         OR d.refobjsubid > 0
            AND d.classid IN ('pg_statistic_ext'::regclass, 'pg_publication_rel'::regclass))
  UNION ALL
  -- conditions of triggers, which are not in UPDATE OF
  SELECT d.refobjid, d.refobjsubid, pg_describe_object(d.classid, d.objid, 0), g.tgrelid, false
  FROM pg_depend d
  JOIN pg_trigger g ON g.oid = d.objid AND NOT g.tgisinternal AND g.tgqual IS NOT NULL
  WHERE d.classid = 'pg_trigger'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
    AND d.refobjsubid <> ALL (g.tgattr::int2[])
  UNION ALL
  -- generated columns of the same table
  SELECT d.refobjid, d.refobjsubid,
         CASE a.attgenerated WHEN 'v' THEN 'virtual ' ELSE 'generated ' END || pg_describe_object('pg_class'::regclass, e.adrelid, e.adnum), e.adrelid, false
  FROM pg_depend d
  JOIN pg_attribute a ON a.attgenerated <> '' AND NOT a.attisdropped
  JOIN pg_attrdef e ON e.adrelid = a.attrelid AND e.adnum = a.attnum
  WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = e.adrelid
    AND d.refobjsubid > 0 AND d.refobjsubid <> e.adnum
    -- before 16 the column depends on its sources, since then its expression does too
    AND (d.classid = 'pg_attrdef'::regclass AND d.objid = e.oid
         OR d.classid = 'pg_class'::regclass AND d.objid = e.adrelid AND d.objsubid = e.adnum)
  UNION ALL
  -- columns and functions that use the row type, or arrays of it
  SELECT t.typrelid, 0, pg_describe_object(d.classid, d.objid, d.objsubid),
         CASE d.classid WHEN 'pg_class'::regclass THEN d.objid END,
         d.classid = 'pg_class'::regclass
  FROM pg_depend d
  JOIN pg_type t ON d.refobjid IN (t.oid, t.typarray) AND t.typrelid <> 0
  WHERE d.refclassid = 'pg_type'::regclass AND d.deptype = 'n'
    AND (d.classid = 'pg_class'::regclass AND d.objsubid > 0 OR d.classid = 'pg_proc'::regclass)
  UNION ALL
  -- views over what a function gives: of which columns these rows are is fixed in them
  SELECT t.typrelid, 0, pg_describe_object('pg_class'::regclass, r.ev_class, 0)
           || ' over ' || pg_describe_object('pg_proc'::regclass, p.oid, 0),
         r.ev_class, true
  FROM pg_proc p
  JOIN pg_type t ON t.oid = p.prorettype AND t.typrelid <> 0
  JOIN pg_depend d ON d.refclassid = 'pg_proc'::regclass AND d.refobjid = p.oid AND d.classid = 'pg_rewrite'::regclass
  JOIN pg_rewrite r ON r.oid = d.objid
)
SELECT u.oid,
       u.what,
       bool_or(u.whole) AS whole,
       place.nspname AS part_schema,
       part.relname AS part_name,
       ARRAY(SELECT a.attname::text
             FROM pg_attribute a
             WHERE a.attrelid = u.oid AND a.attnum = ANY (array_agg(u.attnum)) AND a.attnum > 0
             ORDER BY a.attnum) AS columns
FROM used u
JOIN pg_class c ON c.oid = u.oid AND c.relkind IN ('r', 'p', 'v', 'm')
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class part ON part.oid = u.part_of
LEFT JOIN pg_namespace place ON place.oid = part.relnamespace
WHERE n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'ripcord', 'ripcord_kept')
GROUP BY u.oid, u.what, place.nspname, part.relname
ORDER BY u.oid, u.what COLLATE "C"
