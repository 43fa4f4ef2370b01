SELECT format('pid %s (%s), connected since %s', a.pid, a.application_name, a.backend_start) AS holder
FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.classid = 7305801 AND l.objid IN (1, 2) AND l.granted AND l.pid <> pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
