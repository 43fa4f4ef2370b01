SELECT
  t.oid::bigint AS id,
  t.typname AS name,
  n.nspname AS schema,
  t.typtype AS kind,
  t.typcategory AS category,
  t.typelem::bigint AS element,
  t.typbasetype::bigint AS base,
  t.typtypmod AS modifier,
  format_type(t.oid, NULL) AS full_name,
  t.typnotnull AS required,
  ARRAY(
    SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder
  ) AS labels,
  ARRAY(
    SELECT a.atttypid || ' ' || a.atttypmod
    FROM pg_attribute a
    WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
  ) AS fields,
  coalesce(r.rngsubtype, 0)::bigint AS subtype,
  coalesce(m.rngtypid, 0)::bigint AS range,
  ARRAY(
    SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c
    WHERE c.contypid = t.oid AND c.contype = 'c'
    ORDER BY c.conname
  ) AS checks
FROM pg_type t
JOIN pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_range r ON r.rngtypid = t.oid
LEFT JOIN pg_range m ON m.rngmultitypid = t.oid
WHERE t.typtype <> 'p'
  AND (t.typtype <> 'c' OR n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast'))
