-- what of somebody else's would go with our schema, for it depends on something in it
WITH ours AS (
  SELECT 'pg_class'::regclass AS class, oid FROM pg_class WHERE relnamespace = to_regnamespace('ripcord')
  UNION ALL
  SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace = to_regnamespace('ripcord')
  UNION ALL
  SELECT 'pg_type'::regclass, oid FROM pg_type WHERE typnamespace = to_regnamespace('ripcord')
),
parts AS (
  SELECT 'pg_rewrite'::regclass AS class, oid, ev_class AS relation FROM pg_rewrite
  UNION ALL
  SELECT 'pg_constraint'::regclass, oid, conrelid FROM pg_constraint
  UNION ALL
  SELECT 'pg_trigger'::regclass, oid, tgrelid FROM pg_trigger
  UNION ALL
  SELECT 'pg_attrdef'::regclass, oid, adrelid FROM pg_attrdef
  UNION ALL
  SELECT 'pg_policy'::regclass, oid, polrelid FROM pg_policy
)
SELECT DISTINCT pg_describe_object(d.classid, d.objid, d.objsubid) AS dependent
FROM pg_depend AS d
JOIN ours AS o ON o.class = d.refclassid AND o.oid = d.refobjid
WHERE d.deptype = 'n'
  AND NOT EXISTS (SELECT FROM ours AS x WHERE x.class = d.classid AND x.oid = d.objid)
  AND NOT EXISTS (
    SELECT FROM parts AS p JOIN ours AS x ON x.oid = p.relation AND x.class = 'pg_class'::regclass
    WHERE p.class = d.classid AND p.oid = d.objid)
ORDER BY 1
