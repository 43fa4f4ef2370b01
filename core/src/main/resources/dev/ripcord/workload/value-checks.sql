SELECT
  c.conname AS name,
  pg_get_expr(c.conbin, c.conrelid) AS expression,
  ARRAY(
    SELECT a.attname::text FROM pg_attribute a
    WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
    ORDER BY a.attnum
  ) AS columns
FROM pg_constraint c
WHERE c.conrelid = format('%I.%I', ?, ?)::regclass AND c.contype = 'c'
UNION ALL
-- a row of a partitioned table must find a partition; NULL where one of them takes everything
SELECT
  'of the partitions',
  (SELECT string_agg('(' || pg_get_partition_constraintdef(part.relid) || ')', ' OR ' ORDER BY part.relid::regclass::text)
   FROM pg_partition_tree(root.oid) part
   WHERE part.isleaf
   HAVING bool_and(pg_get_partition_constraintdef(part.relid) IS NOT NULL)),
  ARRAY(
    SELECT DISTINCT a.attname::text
    FROM pg_partition_tree(root.oid) part
    JOIN pg_partitioned_table p ON p.partrelid = part.relid
    CROSS JOIN unnest(p.partattrs::int2[]) AS key (number)
    JOIN pg_attribute a ON a.attrelid = part.relid AND a.attnum = key.number
    ORDER BY 1
  )
FROM (SELECT format('%I.%I', ?, ?)::regclass::oid AS oid) AS root
WHERE EXISTS (SELECT FROM pg_partitioned_table p WHERE p.partrelid = root.oid)
ORDER BY name
