SELECT count(DISTINCT l.pid)::text AS value, NULL::text AS idle, NULL::text AS blind
FROM pg_locks AS l
JOIN pg_stat_activity AS a ON a.pid = l.pid AND a.datid = (SELECT oid FROM pg_database WHERE datname = current_database())
WHERE NOT l.granted AND a.application_name NOT LIKE 'ripcord %'
