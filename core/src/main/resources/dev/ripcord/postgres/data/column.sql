-- Ordinary and partitioned tables with their columns, one row each; a table without columns has one
-- row without a column. "plain" columns have a hash that differs whenever the printed values do. Not
-- plain: numbers whose hash ignores the scale, the sign of zero or half of the bits (hashint8extended
-- folds 64 bits into 32, and so do timestamps), enums (hashed by OID), everything that is composed.
-- "bytes" gives what the binary protocol sends, where that is one to one with what is printed and
-- the same on all servers: it costs a third of printing. Floats are not of these: NaN has many forms.
SELECT n.nspname AS schema,
       c.relname AS name,
       c.relkind = 'r' AS only,
       parent_space.nspname AS parent_schema,
       parent.relname AS parent_name,
       a.attname AS column_name,
       t.typname IN ('bool', 'int2', 'int4', 'oid', 'date', 'uuid', 'bytea', 'text', 'varchar')
         AND t.typnamespace = 'pg_catalog'::regnamespace
         AND coalesce((SELECT l.collisdeterministic FROM pg_collation l WHERE l.oid = a.attcollation), true) AS plain,
       CASE WHEN t.typname IN ('int8', 'numeric', 'timestamp', 'timestamptz', 'time', 'timetz', 'interval')
                 AND t.typnamespace = 'pg_catalog'::regnamespace
            THEN (SELECT 'pg_catalog.' || f.proname FROM pg_proc f WHERE f.oid = t.typsend) END AS bytes
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
LEFT JOIN pg_class parent ON parent.oid = i.inhparent
LEFT JOIN pg_namespace parent_space ON parent_space.oid = parent.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_type t ON t.oid = a.atttypid
WHERE c.relkind IN ('r', 'p')
  AND n.nspname !~ '^pg_(toast|temp)'
  AND n.nspname NOT IN ('pg_catalog', 'information_schema')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", a.attname COLLATE "C"
