-- children of a partitioned table's foreign keys (conparentid) are implied by their parents
SELECT k.conrelid AS oid,
       k.conname AS name,
       k.contype AS kind,
       pg_get_constraintdef(k.oid) AS definition,
       ARRAY(SELECT a.attname::text
             FROM (SELECT key.attnum::int AS attnum, key.place
                   FROM unnest(k.conkey) WITH ORDINALITY AS key(attnum, place)
                   UNION ALL
                   SELECT d.refobjsubid, 10000 + d.refobjsubid
                   FROM pg_depend d
                   WHERE k.contype = 'x'
                     AND d.classid = 'pg_class'::regclass AND d.objid = k.conindid
                     AND d.refclassid = 'pg_class'::regclass AND d.refobjid = k.conrelid
                     AND d.refobjsubid > 0) used
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = used.attnum
             WHERE a.attnum > 0
             GROUP BY a.attname
             ORDER BY min(used.place)) AS columns,
       other_space.nspname AS other_schema,
       other.relname AS other_name,
       false AS incoming,
       obj_description(k.oid, 'pg_constraint') AS comment
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid AND c.relkind IN ('r', 'p')
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_class other ON other.oid = k.confrelid
LEFT JOIN pg_namespace other_space ON other_space.oid = other.relnamespace
WHERE n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'ripcord', 'ripcord_kept')
  AND (k.contype <> 'f' OR k.conparentid = 0)
UNION ALL
SELECT k.confrelid,
       k.conname,
       k.contype,
       pg_get_constraintdef(k.oid),
       ARRAY(SELECT a.attname::text
             FROM unnest(k.confkey) WITH ORDINALITY AS key(attnum, place)
             JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.attnum
             ORDER BY key.place),
       n.nspname,
       c.relname,
       true,
       obj_description(k.oid, 'pg_constraint')
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype = 'f'
  AND k.conparentid = 0
ORDER BY oid, incoming, name
