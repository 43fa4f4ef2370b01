-- whom a process waits for, and who waits behind it, through others too; pg_blocking_pids stops the lock manager for a
-- moment, so it is asked about those who wait and nobody else.
-- This look itself, whose snapshot holds up a build for a moment, is nobody to tell of.
-- Queries are cut where their first literal begins: what clients write is not for our journal.
WITH RECURSIVE us AS (SELECT coalesce(?::int, pg_backend_pid()) AS pid),
waiting AS MATERIALIZED (
  SELECT l.pid, pg_blocking_pids(l.pid) AS blockers, l.waitstart AS since
  FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
  WHERE NOT l.granted AND a.datname = current_database() AND a.backend_type IS DISTINCT FROM 'autovacuum worker'
),
behind AS (
  SELECT w.pid FROM waiting AS w JOIN us ON us.pid = ANY (w.blockers) AND us.pid <> w.pid
  UNION
  SELECT w.pid FROM waiting AS w JOIN behind AS b ON b.pid = ANY (w.blockers) JOIN us ON us.pid <> w.pid
),
found (kind, pid, since) AS (
  SELECT 'OURS', w.pid, w.since FROM waiting AS w JOIN us USING (pid)
  UNION ALL
  SELECT 'BEHIND', w.pid, w.since FROM waiting AS w JOIN behind USING (pid)
  UNION ALL
  SELECT 'BLOCKER', blocker, NULL FROM waiting JOIN us USING (pid), unnest(waiting.blockers) AS blocker
  WHERE blocker <> pg_backend_pid()
)
SELECT f.kind, f.pid, coalesce(a.usename::text, '') AS role, coalesce(a.application_name, '') AS application,
  coalesce(extract(epoch FROM clock_timestamp() - f.since) * 1000, 0)::bigint AS waited,
  coalesce(extract(epoch FROM clock_timestamp() - a.xact_start) * 1000, -1)::bigint AS age,
  left(btrim(regexp_replace(regexp_replace(coalesce(nullif(a.query, '<insufficient privilege>'), ''), '(''|\$\w*\$).*', '...'), '\s+', ' ', 'g')), 120) AS query
FROM found AS f LEFT JOIN pg_stat_activity AS a ON a.pid = f.pid
ORDER BY 5 DESC
LIMIT 50
