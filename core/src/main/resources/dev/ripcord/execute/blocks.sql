-- of a partitioned table those of its longest partition: a range is walked in all of them at once
SELECT coalesce(
    (SELECT max(pg_relation_size(part.relid)) FROM pg_partition_tree(to_regclass(?)) AS part WHERE part.isleaf),
    pg_relation_size(to_regclass(?))
  ) / current_setting('block_size')::bigint AS blocks
