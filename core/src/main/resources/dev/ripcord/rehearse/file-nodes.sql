SELECT c.oid AS id, n.nspname AS schema, c.relname AS name, pg_relation_filenode(c.oid) AS node
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm')
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'ripcord', 'ripcord_kept')
  AND n.nspname NOT LIKE 'pg\_toast%' AND n.nspname NOT LIKE 'pg\_temp%'
