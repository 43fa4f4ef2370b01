SELECT count(*) FILTER (WHERE backend_type = 'client backend' OR (backend_type IS NULL AND datid IS NOT NULL AND usesysid IS NOT NULL)) AS used,
       current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint AS most,
       count(*) FILTER (WHERE backend_type IS NULL AND datname = current_database()) AS hidden,
       coalesce(extract(epoch FROM clock_timestamp() - min(state_change) FILTER (
         WHERE state IN ('idle in transaction', 'idle in transaction (aborted)') AND datname = current_database()
           AND application_name NOT LIKE 'ripcord %')), 0)::bigint AS idle,
       count(*) FILTER (WHERE state IN ('idle in transaction', 'idle in transaction (aborted)') AND datname = current_database()
           AND application_name NOT LIKE 'ripcord %') AS idlers,
       pg_backend_pid() AS pid
FROM pg_stat_activity
