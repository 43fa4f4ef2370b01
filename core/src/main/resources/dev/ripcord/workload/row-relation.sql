SELECT
  c.relkind = 'p' AS partitioned,
  c.relispartition AS partition,
  EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type IN ('2', '3')) AS ruled,
  ARRAY(
    SELECT format('%I.%I', n.nspname, k.conname)
    FROM pg_constraint k
    JOIN pg_namespace n ON n.oid = k.connamespace
    WHERE k.conrelid = c.oid AND k.contype IN ('p', 'u', 'x') AND k.condeferrable
    ORDER BY 1
  ) AS deferrable,
  -- computed when it is read, and so it may fail long after the row is in
  ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attgenerated = 'v' AND NOT a.attisdropped ORDER BY a.attnum) AS virtual,
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
