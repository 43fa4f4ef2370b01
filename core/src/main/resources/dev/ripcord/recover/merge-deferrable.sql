-- constraints of the tables that can wait for the end of a transaction, except foreign keys
SELECT DISTINCT pg_catalog.format('%I.%I', space.nspname, con.conname) AS name
FROM unnest(?::text[], ?::text[]) AS wanted (space, name)
JOIN pg_catalog.pg_namespace AS n ON n.nspname = wanted.space
JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.name
CROSS JOIN LATERAL (
  SELECT c.oid AS relid UNION SELECT p.relid::oid FROM pg_catalog.pg_partition_tree(c.oid) AS p) AS part
JOIN pg_catalog.pg_constraint AS con ON con.conrelid = part.relid AND con.condeferrable AND con.contype <> 'f'
JOIN pg_catalog.pg_namespace AS space ON space.oid = con.connamespace
ORDER BY name
