SELECT format('pid %s waits for %s on %s', l.pid, l.mode, l.relation::regclass) AS waiter
FROM pg_locks l
WHERE NOT l.granted AND pg_backend_pid() = ANY (pg_blocking_pids(l.pid))
LIMIT 1
