WITH :affected
SELECT c.oid::bigint AS oid, c.oid::regclass::text AS name, a.amname = 'heap' AS heap
FROM affected JOIN pg_class AS c USING (oid) LEFT JOIN pg_am AS a ON a.oid = c.relam
WHERE c.relkind = 'r'
ORDER BY 2
