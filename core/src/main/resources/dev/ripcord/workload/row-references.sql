SELECT
  c.conname AS name,
  cn.nspname AS child_schema,
  ct.relname AS child,
  pn.nspname AS parent_schema,
  pt.relname AS parent,
  c.condeferrable AS deferrable,
  ARRAY(
    SELECT a.attname::text
    FROM unnest(c.conkey) WITH ORDINALITY k (number, place)
    JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number
    ORDER BY k.place
  ) AS columns,
  ARRAY(
    SELECT a.attname::text
    FROM unnest(c.confkey) WITH ORDINALITY k (number, place)
    JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.number
    ORDER BY k.place
  ) AS parent_columns
FROM pg_constraint c
-- rows of a partition come by way of its root, and so must what they refer to
JOIN pg_class own ON own.oid = c.conrelid
JOIN pg_class ct ON ct.oid = CASE WHEN own.relispartition THEN pg_partition_root(own.oid) ELSE own.oid END
JOIN pg_namespace cn ON cn.oid = ct.relnamespace
JOIN pg_class pt ON pt.oid = c.confrelid
JOIN pg_namespace pn ON pn.oid = pt.relnamespace
WHERE c.contype = 'f' AND c.conparentid = 0
ORDER BY cn.nspname, ct.relname, c.conname
