WITH :affected
SELECT i.indexrelid::bigint AS oid, i.indexrelid::regclass::text AS name
FROM affected
JOIN pg_index AS i ON i.indrelid = affected.oid
JOIN pg_class AS c ON c.oid = i.indexrelid
JOIN pg_am AS a ON a.oid = c.relam
WHERE a.amname = 'btree' AND c.relkind = 'i' AND i.indisvalid AND i.indisready AND c.relpersistence <> 't'
ORDER BY 2
