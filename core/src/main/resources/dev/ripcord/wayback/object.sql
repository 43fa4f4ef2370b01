WITH wanted AS (SELECT ?::text AS kind, ?::text AS name, ?::text AS part)
SELECT format('pg_class %s %s', a.attrelid, a.attnum) AS line, '' AS state
FROM wanted AS w
JOIN pg_attribute AS a ON a.attrelid = to_regclass(w.name) AND a.attname = w.part AND NOT a.attisdropped
WHERE w.kind = 'column'
UNION ALL
SELECT format('pg_constraint %s 0', c.oid), ''
FROM wanted AS w
JOIN pg_constraint AS c ON c.conrelid = to_regclass(w.name) AND c.conname = w.part
WHERE w.kind = 'constraint'
UNION ALL
SELECT format('pg_trigger %s 0', t.oid), CASE t.tgenabled WHEN 'D' THEN 'disabled' ELSE '' END
FROM wanted AS w
JOIN pg_trigger AS t ON t.tgrelid = to_regclass(w.name) AND t.tgname = w.part
WHERE w.kind = 'trigger'
UNION ALL
SELECT format('pg_trigger %s 0', t.oid), ''
FROM wanted AS w
JOIN pg_trigger AS t ON t.tgrelid = to_regclass(w.name) AND t.tgname = w.part
WHERE w.kind = 'redefined'
UNION ALL
SELECT format('pg_proc %s 0', f.oid), ''
FROM wanted AS w
JOIN pg_namespace AS n ON n.nspname = w.name
JOIN pg_proc AS f ON f.pronamespace = n.oid AND f.proname = w.part
WHERE w.kind = 'function'
UNION ALL
SELECT format('pg_policy %s 0', p.oid), ''
FROM wanted AS w
JOIN pg_policy AS p ON p.polrelid = to_regclass(w.name) AND p.polname = w.part
WHERE w.kind = 'redefined'
UNION ALL
SELECT format('pg_class %s 0', c.oid), ''
FROM wanted AS w
JOIN pg_class AS c ON c.oid = to_regclass(w.name)
WHERE w.kind IN ('relation', 'definition')
UNION ALL
SELECT format('pg_type %s 0', t.oid), ''
FROM wanted AS w
JOIN pg_type AS t ON t.oid = to_regtype(w.name)
WHERE w.kind = 'type'
