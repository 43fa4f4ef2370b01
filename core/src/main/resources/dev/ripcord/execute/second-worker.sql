-- of a session that is hidden only its database and role are seen; workers of the server have no role
SELECT
  coalesce(
    (SELECT sum(pg_relation_size(part.relid)) FROM pg_partition_tree(to_regclass(?)) AS part WHERE part.isleaf),
    pg_relation_size(to_regclass(?)), 0
  )::bigint / current_setting('block_size')::bigint AS blocks,
  coalesce((
    SELECT string_agg(changed.name, ', ')
    FROM string_to_table(?, chr(10)) AS changed (name)
    WHERE EXISTS (
      SELECT FROM pg_trigger AS t
      WHERE (t.tgrelid = to_regclass(changed.name)
             OR t.tgrelid IN (SELECT part.relid FROM pg_partition_tree(to_regclass(changed.name)) AS part))
        AND NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgname NOT LIKE '~ripcord%'
    )
  ), '') AS triggers,
  (
    SELECT count(*)
    FROM pg_stat_activity AS a
    WHERE a.backend_type = 'client backend' OR (a.backend_type IS NULL AND a.datid IS NOT NULL AND a.usesysid IS NOT NULL)
  ) AS used,
  current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint AS most
