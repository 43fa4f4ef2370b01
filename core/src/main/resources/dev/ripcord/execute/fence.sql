SELECT set_config('lock_timeout', ?, ?) AS lock_timeout, pg_backend_pid() AS pid,
  EXISTS (SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND pid = ? AND classid = 7305801 AND objid = 1 AND objsubid = 2 AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS held
