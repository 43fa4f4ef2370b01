SELECT
  format('%I.%I', n.nspname, c.relname) AS name,
  row_security_active(c.oid) AS filtered,
  count(*) OVER () AS number
FROM pg_catalog.pg_class AS c
INNER JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE
  c.relkind IN ('r', 'S', 'm', 'p')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'ripcord', 'ripcord_kept')
  AND n.nspname NOT LIKE 'pg\_toast%'
  AND n.nspname NOT LIKE 'pg\_temp%'
  AND (
    NOT has_schema_privilege(n.oid, 'USAGE')
    OR NOT has_table_privilege(c.oid, 'SELECT')
    OR row_security_active(c.oid)
  )
ORDER BY 1
LIMIT 1
