-- of a session that is hidden only its database and role are seen; workers of the server have no role
SELECT
  (count(*)::float8 / current_setting('max_connections')::float8)::text AS value,
  NULL::text AS idle,
  NULL::text AS blind
FROM pg_stat_activity
WHERE backend_type = 'client backend' OR (backend_type IS NULL AND datid IS NOT NULL AND usesysid IS NOT NULL)
