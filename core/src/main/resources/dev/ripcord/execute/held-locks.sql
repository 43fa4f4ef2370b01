-- a lock on a partition counts for its table: who changes the table takes one on each
SELECT n.nspname AS schema, c.relname AS name, l.mode
FROM pg_locks AS l
JOIN pg_class AS held ON held.oid = l.relation AND held.relkind IN ('r', 'p', 'm')
JOIN pg_class AS c ON c.oid = CASE WHEN held.relispartition THEN pg_partition_root(held.oid) ELSE held.oid END
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE l.pid = coalesce(?::int, pg_backend_pid()) AND l.granted AND l.locktype = 'relation'
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'ripcord_kept')
  -- of our own schema only the users' tables count that a contract has moved there
  AND (n.nspname <> 'ripcord' OR c.relname LIKE 'retired\_%')
  AND n.nspname NOT LIKE 'pg\_toast%' AND n.nspname NOT LIKE 'pg\_temp%'
