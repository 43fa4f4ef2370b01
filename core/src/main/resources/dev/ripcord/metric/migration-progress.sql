-- steps journalled so far, and of the present one the part that is walked or built
WITH controller AS (
  SELECT state::jsonb AS state, clock_timestamp() - seen > interval '30 seconds' AS silent FROM ripcord.controller
), walked AS (
  SELECT coalesce(sum(next_block)::float8 / nullif(sum(end_block), 0), 0) + coalesce(max(pass), 0) AS part
  FROM ripcord.walk
), built AS (
  SELECT coalesce(sum(
    blocks_done::float8 / greatest(blocks_total, 1) + tuples_done::float8 / greatest(tuples_total, 1)
    + lockers_done + partitions_done), 0) AS part
  FROM pg_stat_progress_create_index WHERE datname = current_database()
)
SELECT
  ((SELECT count(*) FROM ripcord.journal WHERE kind IN ('DONE', 'UNIT_UNDONE', 'UNDONE', 'PHASE'))
    + (SELECT 1 - 1 / (1 + part) FROM walked) / 2
    + (SELECT 1 - 1 / (1 + part) FROM built) / 2)::text AS value,
  CASE
    WHEN NOT EXISTS (SELECT FROM controller) THEN 'nobody is at work on the run'
    WHEN (SELECT NOT silent AND state ->> 'unit' IN ('preparation', 'expand', 'migrate', 'contract', 'cleanup')
          FROM controller) THEN 'the run waits at a gate'
    WHEN (SELECT state ->> 'unit' = '' AND state ->> 'what' = '' FROM controller) THEN 'nobody is at work on the run'
    WHEN EXISTS (SELECT FROM ripcord.journal WHERE kind = 'COMPLETE') THEN 'all phases are through'
  END AS idle,
  NULL::text AS blind
