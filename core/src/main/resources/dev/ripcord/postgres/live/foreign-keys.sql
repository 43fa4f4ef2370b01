-- equality as the server itself checks the key: parent with child, and parent with parent
SELECT k.conname AS name,
       k.conrelid::bigint AS child,
       k.confrelid::bigint AS parent,
       k.convalidated AND coalesce((to_jsonb(k) ->> 'conenforced')::boolean, true) AS holds,
       coalesce((to_jsonb(k) ->> 'conperiod')::boolean, false) AS period,
       ARRAY(SELECT a.attname::text
             FROM unnest(k.conkey) WITH ORDINALITY AS part(attnum, place)
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = part.attnum
             ORDER BY part.place) AS columns,
       ARRAY(SELECT a.attname::text
             FROM unnest(k.conkey) WITH ORDINALITY AS part(attnum, place)
             JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = part.attnum AND NOT a.attnotnull
             ORDER BY part.place) AS nullable,
       ARRAY(SELECT a.attname::text
             FROM unnest(k.confkey) WITH ORDINALITY AS part(attnum, place)
             JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = part.attnum
             ORDER BY part.place) AS parent_columns,
       ARRAY(SELECT format_type(a.atttypid, a.atttypmod)
             FROM unnest(k.confkey) WITH ORDINALITY AS part(attnum, place)
             JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = part.attnum
             ORDER BY part.place) AS parent_types,
       ARRAY(SELECT format('OPERATOR(%I.%s)', n.nspname, o.oprname)
             FROM unnest(k.conpfeqop) WITH ORDINALITY AS part(operator, place)
             JOIN pg_operator o ON o.oid = part.operator
             JOIN pg_namespace n ON n.oid = o.oprnamespace
             ORDER BY part.place) AS parent_child,
       ARRAY(SELECT format('OPERATOR(%I.%s)', n.nspname, o.oprname)
             FROM unnest(k.conppeqop) WITH ORDINALITY AS part(operator, place)
             JOIN pg_operator o ON o.oid = part.operator
             JOIN pg_namespace n ON n.oid = o.oprnamespace
             ORDER BY part.place) AS parent_parent
FROM pg_constraint k
WHERE k.contype = 'f' AND k.conparentid = 0
ORDER BY k.conrelid, k.conname
