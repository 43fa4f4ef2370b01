-- the tables that were asked for with what decides whether they can be merged, one row per column; a name that is no table has none
SELECT wanted.place, c.relkind, c.relpersistence, c.relispartition, pg_catalog.row_security_active(c.oid) AS hidden,
  a.attname AS column_name,
  pg_catalog.format('%I.%I', tn.nspname, t.typname) AS type,
  pg_catalog.format_type(a.atttypid, a.atttypmod) AS declared,
  a.attgenerated <> '' AS generated,
  a.attidentity = 'a' AS always,
  -- volatile functions give each row another value, and those of users may be forbidden; which are called only the stored tree says
  CASE WHEN NOT EXISTS (SELECT FROM pg_catalog.regexp_matches(d.adbin::text, ':(func|opfunc)id (\d+)', 'g') AS called (parts)
      JOIN pg_catalog.pg_proc AS p ON p.oid = called.parts[2]::oid
      WHERE p.provolatile = 'v' OR p.pronamespace <> 'pg_catalog'::regnamespace) THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS standard
FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS wanted (space, name, place)
JOIN pg_catalog.pg_namespace AS n ON n.nspname = wanted.space
JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.name
LEFT JOIN (pg_catalog.pg_attribute AS a
  JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
  JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.attgenerated = '') ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY wanted.place, a.attnum
