SELECT schema.nspname AS schema,
       class.relname AS name,
       EXISTS (SELECT FROM pg_catalog.pg_inherits AS tree WHERE tree.inhrelid = class.oid) AS child,
       ARRAY(
         SELECT attribute.attname::text
         FROM pg_catalog.pg_partitioned_table AS partitioned
         CROSS JOIN unnest(partitioned.partattrs) AS part (number)
         JOIN pg_catalog.pg_attribute AS attribute
           ON attribute.attrelid = class.oid AND attribute.attnum = part.number
         WHERE partitioned.partrelid = class.oid) AS partition_key
FROM pg_catalog.pg_class AS class
JOIN pg_catalog.pg_namespace AS schema ON schema.oid = class.relnamespace
WHERE class.relkind IN ('r', 'p')
