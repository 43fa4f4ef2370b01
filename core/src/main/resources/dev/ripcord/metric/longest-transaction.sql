WITH other AS (
  SELECT xact_start, backend_type FROM pg_stat_activity
  WHERE datname = current_database() AND application_name NOT LIKE 'ripcord %'
), began AS (
  SELECT xact_start AS at FROM other WHERE backend_type = 'client backend'
  UNION ALL
  SELECT prepared FROM pg_prepared_xacts WHERE database = current_database()
)
SELECT
  (SELECT coalesce(greatest(extract(epoch FROM clock_timestamp() - min(at)), 0), 0) FROM began)::text AS value,
  NULL::text AS idle,
  (SELECT format('%s sessions are hidden: the role needs pg_read_all_stats', count(*))
   FROM other WHERE backend_type IS NULL HAVING count(*) > 0) AS blind
