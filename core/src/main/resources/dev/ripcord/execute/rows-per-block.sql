-- of a full block: the mean over the table would count the room that dead rows left, of which most is often in one place;
-- 28 bytes are the header of a row and its place in the block; rows of 100 bytes where nobody has analyzed the table;
-- by name, so that the statistics of no other table are read
SELECT (SELECT greatest(1, count(*) FILTER (WHERE pg_relation_size(part.relid) > 0))
        FROM pg_partition_tree(to_regclass(?)) AS part WHERE part.isleaf)
  * current_setting('block_size')::float8 / (28 + coalesce(sum(avg_width * (1 - null_frac)), 100)) AS rows
FROM pg_stats
WHERE schemaname = ?::name AND tablename = ?::name
  AND inherited = EXISTS (SELECT FROM pg_partition_tree(to_regclass(?)))
