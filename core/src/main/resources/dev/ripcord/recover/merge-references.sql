-- foreign keys from and to the tables; of partitions, those of the whole
SELECT con.conname AS name, con.condeferrable AS deferrable, con.confdeltype AS on_delete, con.confupdtype AS on_update,
  cn.nspname AS child_schema, child.relname AS child_name, child.relkind = 'r' AS child_only,
  rcn.nspname AS child_root_schema, rc.relname AS child_root_name,
  pn.nspname AS parent_schema, parent.relname AS parent_name,
  (SELECT array_agg(a.attname::text ORDER BY k.number) FROM unnest(con.conkey) WITH ORDINALITY AS k (attnum, number)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = con.conrelid AND a.attnum = k.attnum) AS child_columns,
  (SELECT array_agg(a.attname::text ORDER BY k.number) FROM unnest(con.confkey) WITH ORDINALITY AS k (attnum, number)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = con.confrelid AND a.attnum = k.attnum) AS parent_columns,
  (SELECT array_agg(pg_catalog.format('OPERATOR(%I.%s)', space.nspname, o.oprname) ORDER BY k.number)
    FROM unnest(con.conpfeqop) WITH ORDINALITY AS k (operator, number)
    JOIN pg_catalog.pg_operator AS o ON o.oid = k.operator
    JOIN pg_catalog.pg_namespace AS space ON space.oid = o.oprnamespace) AS operators
FROM pg_catalog.pg_constraint AS con
JOIN pg_catalog.pg_class AS child ON child.oid = con.conrelid
JOIN pg_catalog.pg_namespace AS cn ON cn.oid = child.relnamespace
JOIN pg_catalog.pg_class AS rc ON rc.oid = coalesce(pg_catalog.pg_partition_root(con.conrelid), con.conrelid)
JOIN pg_catalog.pg_namespace AS rcn ON rcn.oid = rc.relnamespace
JOIN pg_catalog.pg_class AS parent ON parent.oid = coalesce(pg_catalog.pg_partition_root(con.confrelid), con.confrelid)
JOIN pg_catalog.pg_namespace AS pn ON pn.oid = parent.relnamespace
WHERE con.contype = 'f' AND con.conparentid = 0
  AND EXISTS (SELECT FROM unnest(?::text[], ?::text[]) AS wanted (space, name)
    WHERE (wanted.space, wanted.name) IN ((rcn.nspname, rc.relname), (pn.nspname, parent.relname)))
ORDER BY cn.nspname, child.relname, con.conname
