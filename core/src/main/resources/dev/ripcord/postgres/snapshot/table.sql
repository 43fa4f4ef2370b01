SELECT c.oid,
       n.nspname AS schema,
       c.relname AS name,
       CASE WHEN c.relkind = 'p' AND NOT c.relispartition
                 AND NOT EXISTS (SELECT FROM pg_partition_tree(c.oid) tree
                                 JOIN pg_class leaf ON leaf.oid = tree.relid
                                 WHERE leaf.relkind NOT IN ('r', 'p')) THEN 'partitioned'
            WHEN c.relkind = 'p' OR c.relispartition
                 OR EXISTS (SELECT FROM pg_inherits i WHERE c.oid IN (i.inhrelid, i.inhparent)) THEN 'member'
            ELSE 'alone' END AS kin,
       CASE WHEN c.relkind = 'p'
            THEN ARRAY(SELECT format('%I.%I', place.nspname, part.relname)
                       FROM pg_partition_tree(c.oid) tree
                       JOIN pg_class part ON part.oid = tree.relid
                       JOIN pg_namespace place ON place.oid = part.relnamespace
                       WHERE part.oid <> c.oid
                       ORDER BY 1)
            ELSE '{}'::text[] END AS partitions,
       CASE WHEN c.relkind = 'p'
            THEN ARRAY(SELECT format('%I.%I', place.nspname, part.relname)
                       FROM pg_partition_tree(c.oid) tree
                       JOIN pg_class part ON part.oid = tree.relid
                       JOIN pg_namespace place ON place.oid = part.relnamespace
                       WHERE tree.isleaf
                       ORDER BY 1)
            ELSE '{}'::text[] END AS leaves,
       CASE WHEN c.relkind = 'p'
            THEN (SELECT sum(greatest(leaf.reltuples, 0))
                  FROM pg_partition_tree(c.oid) tree
                  JOIN pg_class leaf ON leaf.oid = tree.relid
                  WHERE tree.isleaf)
            ELSE greatest(c.reltuples, 0)
       END::bigint AS estimated_rows,
       CASE WHEN c.relkind = 'p'
            THEN (SELECT sum(pg_table_size(tree.relid)) FROM pg_partition_tree(c.oid) tree WHERE tree.isleaf)
            ELSE pg_table_size(c.oid)
       END::bigint AS bytes,
       c.relpersistence = 'u' AS unlogged,
       ARRAY(SELECT a.attname::text
             FROM pg_index i
             CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS key(attnum, place)
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = key.attnum
             WHERE i.indrelid = c.oid AND i.indisprimary AND key.place <= i.indnkeyatts
             ORDER BY key.place) AS primary_key,
       -- the primary key, else the smallest unique index that always holds, for all rows, without NULL
       ARRAY(SELECT a.attname::text
             FROM (SELECT i.indkey, i.indnkeyatts
                   FROM pg_index i
                   JOIN pg_class x ON x.oid = i.indexrelid
                   WHERE i.indrelid = c.oid
                     AND i.indisunique AND i.indisvalid AND i.indisready
                     AND (i.indisprimary
                          OR i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
                             AND NOT EXISTS (SELECT FROM pg_attribute k
                                             WHERE k.attrelid = c.oid AND NOT k.attnotnull
                                               AND k.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1])))
                   ORDER BY i.indisprimary DESC, i.indnkeyatts, x.relname COLLATE "C"
                   LIMIT 1) best
             CROSS JOIN LATERAL unnest(best.indkey::int2[]) WITH ORDINALITY AS key(attnum, place)
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = key.attnum
             WHERE key.place <= best.indnkeyatts
             ORDER BY key.place) AS row_key,
       obj_description(c.oid, 'pg_class') AS comment
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p')
  AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'ripcord', 'ripcord_kept')
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
