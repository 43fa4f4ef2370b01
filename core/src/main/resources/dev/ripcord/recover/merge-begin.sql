-- first in each transaction that writes: the lock is ours still, and nobody waits for long behind us
SELECT set_config('lock_timeout', ?, true), set_config('statement_timeout', '0', true),
  EXISTS (SELECT FROM pg_catalog.pg_locks
    WHERE locktype = 'advisory' AND pid = pg_catalog.pg_backend_pid() AND classid = 7305801 AND objid = 3 AND objsubid = 2 AND granted) AS held,
  current_setting('session_replication_role') = 'origin' AS checked
