-- of a full block: the mean over the table would count the room that dead rows left, of which most is often in one place;
-- 28 bytes are the header of a row and its place in the block; rows of 100 bytes where nobody has analyzed the table
SELECT current_setting('block_size')::float8 / (28 + coalesce(sum(s.avg_width * (1 - s.null_frac)), 100)) AS rows
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
  LEFT JOIN pg_stats AS s ON s.schemaname = n.nspname AND s.tablename = c.relname AND NOT s.inherited
WHERE c.oid = to_regclass(?)
