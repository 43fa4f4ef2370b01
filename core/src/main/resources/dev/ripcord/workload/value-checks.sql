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
ORDER BY c.conname
