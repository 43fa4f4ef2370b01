SELECT
  (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type IS NULL) AS hidden,
  (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(xact_start)), 0)::bigint FROM pg_stat_activity
   WHERE datname = current_database() AND backend_type = 'client backend' AND application_name NOT LIKE 'ripcord %') AS transaction,
  (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(l.waitstart)), 0)::bigint
   FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
   WHERE NOT l.granted AND a.datname = current_database() AND a.application_name NOT LIKE 'ripcord %') AS lock_wait,
  (SELECT count(DISTINCT l.pid) FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
   WHERE NOT l.granted AND a.datname = current_database() AND a.application_name NOT LIKE 'ripcord %') AS waiters,
  d.blks_hit AS hit, d.blks_read AS read
FROM pg_stat_database AS d WHERE d.datname = current_database()
