SELECT s.subname::text AS name, count(w.pid) > 0 AS works
FROM pg_subscription AS s LEFT JOIN pg_stat_subscription AS w ON w.subid = s.oid
WHERE s.subenabled AND s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
GROUP BY 1 ORDER BY 1
