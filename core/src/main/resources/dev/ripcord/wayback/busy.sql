WITH concerned AS (
  SELECT to_regclass(name)::oid AS oid FROM unnest(string_to_array(?, chr(10))) AS name),
held AS (
  SELECT l.pid, l.virtualtransaction,
    string_agg(DISTINCT l.relation::regclass::text || ' (' || l.mode || ')', ', ') AS locks,
    bool_or(l.mode NOT IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')) AS strong
  FROM pg_locks AS l
  WHERE l.locktype = 'relation' AND l.granted AND l.pid IS DISTINCT FROM pg_backend_pid()
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.relation IN (SELECT oid FROM concerned)
  GROUP BY l.pid, l.virtualtransaction)
SELECT format('pid %s of %s, in its transaction for %s, holds %s: %s', a.pid, coalesce(a.usename::text, 'unknown'),
    coalesce(date_trunc('seconds', clock_timestamp() - a.xact_start)::text, 'unknown'), h.locks, left(btrim(regexp_replace(regexp_replace(coalesce(nullif(a.query, '<insufficient privilege>'), ''), '(''|\$\w*\$).*', '...'), '\s+', ' ', 'g')), 120)) AS what
FROM held AS h
JOIN pg_stat_activity AS a ON a.pid = h.pid
WHERE (h.strong OR a.xact_start < clock_timestamp() - interval '1 minute')
  AND a.application_name NOT LIKE 'ripcord%' AND a.backend_type = 'client backend'
UNION ALL
-- a prepared transaction holds its locks until somebody ends it by name, through restarts of the server too
SELECT format('the prepared transaction %L of %s, from %s, holds %s', x.gid, x.owner,
    date_trunc('seconds', x.prepared), coalesce(h.locks, 'no lock on these tables, but its snapshot'))
FROM pg_prepared_xacts AS x
JOIN held AS h ON h.pid IS NULL AND split_part(h.virtualtransaction, '/', 2) = x.transaction::text
WHERE x.database = current_database()
UNION ALL
SELECT format('an autovacuum that does not give way is at work on %s (pid %s)', h.locks, a.pid)
FROM held AS h
JOIN pg_stat_activity AS a ON a.pid = h.pid
WHERE a.backend_type = 'autovacuum worker' AND a.query LIKE '%(to prevent wraparound)'
LIMIT 10
