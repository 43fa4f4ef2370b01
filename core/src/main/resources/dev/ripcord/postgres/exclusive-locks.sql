-- of the tables with these numbers, or of all; a request that waits holds up those behind it as well
SELECT format('%s %s ACCESS EXCLUSIVE on %I.%I%s',
    coalesce(format('pid %s of %s, in its transaction for %s,', a.pid, coalesce(a.usename::text, 'unknown'),
      coalesce(date_trunc('seconds', clock_timestamp() - a.xact_start)::text, 'unknown')), 'a prepared transaction'),
    CASE WHEN l.granted THEN 'holds' ELSE 'waits for' END, n.nspname, c.relname,
    ': ' || left(btrim(regexp_replace(regexp_replace(coalesce(nullif(a.query, '<insufficient privilege>'), ''), '(''|\$\w*\$).*', '...'), '\s+', ' ', 'g')), 120)) AS holder
FROM pg_locks AS l
CROSS JOIN (SELECT string_to_array(nullif(?, ''), ',')::oid[] AS oids) AS wanted
JOIN pg_class AS c ON c.oid = l.relation AND c.relkind IN ('r', 'p', 'm', 'f', 'S')
JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.pid IS DISTINCT FROM pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND (wanted.oids IS NULL OR l.relation = ANY (wanted.oids))
ORDER BY l.granted DESC, a.xact_start
LIMIT 5
