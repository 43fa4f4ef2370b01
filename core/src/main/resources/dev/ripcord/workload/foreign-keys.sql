SELECT child_schema.nspname AS child_schema,
       child.relname AS child,
       ARRAY(
         SELECT attribute.attname::text
         FROM unnest(key.conkey) WITH ORDINALITY AS part (number, place)
         JOIN pg_catalog.pg_attribute AS attribute
           ON attribute.attrelid = key.conrelid AND attribute.attnum = part.number
         ORDER BY part.place) AS columns,
       parent_schema.nspname AS parent_schema,
       parent.relname AS parent,
       ARRAY(
         SELECT attribute.attname::text
         FROM unnest(key.confkey) WITH ORDINALITY AS part (number, place)
         JOIN pg_catalog.pg_attribute AS attribute
           ON attribute.attrelid = key.confrelid AND attribute.attnum = part.number
         ORDER BY part.place) AS parent_columns
FROM pg_catalog.pg_constraint AS key
JOIN pg_catalog.pg_class AS child ON child.oid = key.conrelid
JOIN pg_catalog.pg_namespace AS child_schema ON child_schema.oid = child.relnamespace
JOIN pg_catalog.pg_class AS parent ON parent.oid = key.confrelid
JOIN pg_catalog.pg_namespace AS parent_schema ON parent_schema.oid = parent.relnamespace
WHERE key.contype = 'f' AND key.conparentid = 0
ORDER BY 1, 2, key.conname
