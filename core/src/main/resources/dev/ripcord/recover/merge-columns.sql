-- the tables that were asked for with what decides whether they can be merged, one row per column; a name that is no table has none
SELECT wanted.place, c.relkind, c.relpersistence, c.relispartition, pg_catalog.row_security_active(c.oid) AS hidden,
  a.attname AS column_name,
  pg_catalog.format('%I.%I', tn.nspname, t.typname) AS type,
  pg_catalog.format_type(a.atttypid, a.atttypmod) AS declared,
  a.attgenerated <> '' AS generated,
  a.attidentity = 'a' AS always
FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS wanted (space, name, place)
JOIN pg_catalog.pg_namespace AS n ON n.nspname = wanted.space
JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.name
LEFT JOIN (pg_catalog.pg_attribute AS a
  JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
  JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.typnamespace) ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY wanted.place, a.attnum
