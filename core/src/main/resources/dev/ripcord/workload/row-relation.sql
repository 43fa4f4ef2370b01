SELECT
  c.relkind = 'p' AS partitioned,
  c.relispartition AS partition,
  EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type IN ('2', '3')) AS ruled,
  ARRAY(
    SELECT pg_get_partition_constraintdef(t.relid)
    FROM pg_partition_tree(c.oid) t
    WHERE t.isleaf
    ORDER BY t.relid::regclass::text
  ) AS bounds,
  ARRAY(
    SELECT array_to_string(
      ARRAY(
        SELECT a.attname FROM unnest(i.indkey[:i.indnkeyatts - 1]) k (number)
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
        ORDER BY a.attnum
      ), chr(1))
    FROM pg_index i
    WHERE i.indrelid = c.oid AND i.indisunique
    ORDER BY i.indexrelid::regclass::text
  ) AS unique_keys
FROM pg_class c
WHERE c.oid = format('%I.%I', ?, ?)::regclass
