WITH ours AS (
  SELECT c.oid, n.nspname, c.relname, c.reltuples, c.relpages,
    CASE WHEN n.nspname = 'ripcord_kept' THEN 'KEPT'
    ELSE upper(substring(c.relname FROM '^(archive|before|retired)_[0-9]{2,}_')) END AS kind
  FROM pg_class AS c
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname IN ('ripcord', 'ripcord_kept') AND c.relkind = 'r')
SELECT nspname AS schema, relname AS name, kind,
  CASE kind
  WHEN 'BEFORE' THEN 'values before a backfill'
  WHEN 'RETIRED' THEN 'a table that the migration drops, with its rows'
  ELSE coalesce(obj_description(oid, 'pg_class'), 'rows that the old shape could not hold')
  END AS what,
  reltuples::bigint AS estimated, relpages::bigint * current_setting('block_size')::bigint AS bytes
FROM ours
WHERE kind IS NOT NULL
ORDER BY nspname, relname
