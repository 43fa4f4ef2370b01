SELECT DISTINCT 'BLOCKER' AS kind, l.pid, coalesce(a.usename::text, '') AS role, coalesce(a.application_name, '') AS application,
  0::bigint AS waited, coalesce(extract(epoch FROM clock_timestamp() - a.xact_start) * 1000, -1)::bigint AS age,
  left(btrim(regexp_replace(regexp_replace(coalesce(nullif(a.query, '<insufficient privilege>'), ''), '(''|\$\w*\$).*', '...'), '\s+', ' ', 'g')), 120) AS query
FROM pg_locks AS l
JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'relation' AND l.granted AND l.pid <> pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.relation IN (SELECT to_regclass(name) FROM unnest(string_to_array(?, chr(10))) AS name)
ORDER BY age DESC
LIMIT 5
