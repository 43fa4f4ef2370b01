-- a request that waits holds up those behind it as well
SELECT format('pid %s of %s, in its transaction for %s, %s ACCESS EXCLUSIVE on %s: %s',
              a.pid, coalesce(a.usename::text, 'unknown'),
              coalesce(date_trunc('seconds', clock_timestamp() - a.xact_start)::text, 'unknown'),
              CASE WHEN l.granted THEN 'holds' ELSE 'waits for' END,
              (SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
               FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.oid = l.relation),
              left(a.query, 200)) AS holder
FROM pg_locks l
JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'relation'
  AND l.mode = 'AccessExclusiveLock'
  AND l.pid <> pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.relation = ANY (string_to_array(?, ',')::oid[])
ORDER BY l.granted DESC, a.xact_start
LIMIT 5
