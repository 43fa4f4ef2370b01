-- what a role without pg_read_all_stats may not see is NULL here: state, backend_type, and all about replicas
WITH ours AS MATERIALIZED (
  SELECT coalesce(array_agg(pid), '{}') AS pids FROM pg_stat_activity
  WHERE datname = current_database() AND application_name LIKE 'ripcord %'
), others AS MATERIALIZED (
  SELECT a.* FROM pg_stat_activity AS a, ours WHERE a.pid <> ALL (ours.pids)
), waiting AS MATERIALIZED (
  SELECT DISTINCT l.pid FROM pg_locks AS l, ours WHERE NOT l.granted AND l.pid <> ALL (ours.pids)
), replica AS (
  SELECT coalesce(nullif(application_name, ''), client_addr::text, 'pid ' || pid) AS name,
    (replay_lsn - '0/0')::bigint AS replayed, extract(epoch FROM replay_lag) * 1000 AS lag
  FROM pg_stat_replication
  WHERE replay_lsn IS NOT NULL
  ORDER BY replay_lsn LIMIT 1
), oldest AS (
  SELECT backend_xmin::text AS snapshot, format('pid %s of %s', pid, coalesce(usename, 'a replica')) AS holder
  FROM others
  WHERE backend_xmin IS NOT NULL AND backend_type IS DISTINCT FROM 'autovacuum worker'
    AND (datname IS NULL OR datname = current_database())
  ORDER BY age(backend_xmin) DESC LIMIT 1
)
SELECT
  (SELECT count(*) FROM others WHERE datname = current_database() AND backend_type = 'client backend'
     AND (state IN ('active', 'fastpath function call') OR state_change > clock_timestamp() - interval '1 second')) AS busy,
  (SELECT count(*) FROM others WHERE datname = current_database() AND backend_type IS NULL) AS hidden,
  (SELECT count(*) FROM waiting, ours WHERE pg_blocking_pids(waiting.pid) && ours.pids) AS behind_us,
  (pg_current_wal_lsn() - '0/0')::bigint AS written,
  coalesce((SELECT name FROM replica), '') AS replica,
  coalesce((SELECT replayed FROM replica), 0) AS replayed,
  coalesce((SELECT lag FROM replica), 0)::bigint AS replay_lag_millis,
  coalesce((SELECT snapshot FROM oldest), '') AS snapshot,
  coalesce((SELECT holder FROM oldest), '') AS holder,
  coalesce(
    (SELECT sum(pg_stat_get_dead_tuples(part.relid)) FROM pg_partition_tree(to_regclass(?)) AS part WHERE part.isleaf),
    pg_stat_get_dead_tuples(to_regclass(?)), 0)::bigint AS dead_rows,
  coalesce(
    (SELECT sum(pg_stat_get_live_tuples(part.relid)) FROM pg_partition_tree(to_regclass(?)) AS part WHERE part.isleaf),
    pg_stat_get_live_tuples(to_regclass(?)), 0)::bigint AS live_rows
