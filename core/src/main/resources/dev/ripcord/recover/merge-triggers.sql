-- triggers of users that fire when rows of the tables are written
SELECT wanted.place, t.tgname AS name
FROM unnest(?::text[], ?::text[]) WITH ORDINALITY AS wanted (space, name, place)
JOIN pg_catalog.pg_namespace AS n ON n.nspname = wanted.space
JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.name
CROSS JOIN LATERAL (
  SELECT c.oid AS relid UNION SELECT p.relid::oid FROM pg_catalog.pg_partition_tree(c.oid) AS p) AS part
JOIN pg_catalog.pg_trigger AS t ON t.tgrelid = part.relid AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')
GROUP BY wanted.place, t.tgname
ORDER BY wanted.place, t.tgname
