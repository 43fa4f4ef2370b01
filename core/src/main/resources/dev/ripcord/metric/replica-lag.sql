-- pg_stat_replication keeps the last lag of a replica that has caught up for a while: what it has replayed decides
WITH replica AS (
  SELECT state, replay_lsn, replay_lag, write_lag FROM pg_stat_replication
)
SELECT
  (SELECT max(CASE WHEN replay_lsn >= pg_current_wal_lsn() THEN 0 ELSE coalesce(extract(epoch FROM replay_lag), 0) END)
   FROM replica WHERE replay_lsn IS NOT NULL)::text AS value,
  CASE WHEN NOT EXISTS (SELECT FROM replica) THEN 'no replica is connected' END AS idle,
  CASE
    WHEN EXISTS (SELECT FROM replica) AND NOT EXISTS (SELECT FROM replica WHERE replay_lsn IS NOT NULL)
    THEN 'what replicas have replayed is hidden: the role needs pg_read_all_stats'
  END AS blind
