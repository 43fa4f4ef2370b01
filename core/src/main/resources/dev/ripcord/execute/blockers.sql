SELECT format('pid %s of %s, in its transaction for %s: %s', a.pid, coalesce(a.usename::text, 'unknown'),
    coalesce(date_trunc('milliseconds', clock_timestamp() - a.xact_start)::text, 'unknown'), left(a.query, 200)) AS blocker
FROM pg_locks AS l
JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.relation IN (SELECT to_regclass(name) FROM unnest(string_to_array(?, chr(10))) AS name)
GROUP BY a.pid, a.usename, a.xact_start, a.query
ORDER BY a.xact_start
LIMIT 5
