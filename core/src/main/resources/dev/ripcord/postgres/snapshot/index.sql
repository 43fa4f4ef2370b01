SELECT i.indrelid AS oid,
       n.nspname AS schema,
       c.relname AS name,
       pg_get_indexdef(c.oid) AS definition,
       i.indisunique AS is_unique,
       i.indisvalid AS valid,
       EXISTS (SELECT FROM pg_constraint k
               WHERE k.conindid = c.oid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')) AS has_constraint,
       obj_description(c.oid, 'pg_class') AS comment,
       array_remove(ARRAY[
         CASE WHEN i.indisreplident THEN 'is the replica identity' END,
         CASE WHEN i.indisclustered THEN 'is what CLUSTER orders by' END,
         'is in tablespace ' || (SELECT quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace),
         CASE WHEN EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0)
              THEN 'has statistics targets' END
       ], NULL) AS marks,
       -- keys and INCLUDE in their order, then what only expressions and the predicate use
       ARRAY(SELECT a.attname::text
             FROM (SELECT key.attnum::int AS attnum, key.place
                   FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS key(attnum, place)
                   UNION ALL
                   SELECT d.refobjsubid, 10000 + d.refobjsubid
                   FROM pg_depend d
                   WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
                     AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid
                     AND d.refobjsubid > 0) used
             JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = used.attnum
             WHERE a.attnum > 0
             GROUP BY a.attname
             ORDER BY min(used.place)) AS columns
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE t.relkind IN ('r', 'p')
  AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'ripcord', 'ripcord_kept')
ORDER BY i.indrelid, c.relname COLLATE "C"
