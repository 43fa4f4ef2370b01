-- what names a row for good: unique indexes without NULLs, the primary key first; with the operators by which they compare
SELECT wanted.place, array_agg(a.attname::text ORDER BY k.number) AS columns,
  array_agg(coalesce((
    SELECT pg_catalog.format('OPERATOR(%I.%s)', space.nspname, o.oprname)
    FROM pg_catalog.pg_opclass AS oc
    JOIN pg_catalog.pg_am AS am ON am.oid = oc.opcmethod AND am.amname = 'btree'
    JOIN pg_catalog.pg_amop AS ao ON ao.amopfamily = oc.opcfamily AND ao.amopstrategy = 3
      AND ao.amoplefttype = oc.opcintype AND ao.amoprighttype = oc.opcintype
    JOIN pg_catalog.pg_operator AS o ON o.oid = ao.amopopr
    JOIN pg_catalog.pg_namespace AS space ON space.oid = o.oprnamespace
    WHERE oc.oid = (i.indclass::oid[])[k.number - 1]), 'OPERATOR(pg_catalog.=)') ORDER BY k.number) AS operators
FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS wanted (space, name, place)
JOIN pg_catalog.pg_namespace AS n ON n.nspname = wanted.space
JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.name
JOIN pg_catalog.pg_index AS i ON i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, number)
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k.attnum
WHERE k.number <= i.indnkeyatts
GROUP BY wanted.place, i.indexrelid, i.indisprimary, i.indimmediate, i.indnkeyatts, ic.relname
HAVING bool_and(a.attnotnull)
ORDER BY wanted.place, i.indisprimary DESC, i.indimmediate DESC, i.indnkeyatts, ic.relname
