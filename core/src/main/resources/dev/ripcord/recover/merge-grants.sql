-- what the role may not, of what a merge does; to see whether a cascade would run it looks at the rows that point to one
WITH wanted AS (SELECT c.oid, n.nspname, c.relname
  FROM unnest(?::text[], ?::text[]) AS named (space, name)
  JOIN pg_catalog.pg_namespace AS n ON n.nspname = named.space
  JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = named.name),
pointing AS (SELECT DISTINCT c.oid, n.nspname, c.relname
  FROM pg_catalog.pg_constraint AS con
  JOIN wanted ON wanted.oid = coalesce(pg_catalog.pg_partition_root(con.confrelid), con.confrelid)
  JOIN pg_catalog.pg_class AS c ON c.oid = con.conrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE con.contype = 'f' AND con.conparentid = 0 AND (con.confdeltype IN ('c', 'n', 'd') OR con.confupdtype IN ('c', 'n', 'd'))
    AND c.oid NOT IN (SELECT oid FROM wanted))
SELECT pg_catalog.format('%s may not %s %I.%I', current_user, p.privilege, wanted.nspname, wanted.relname) AS what
FROM wanted
CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) AS p (privilege)
WHERE NOT pg_catalog.has_table_privilege(wanted.oid, p.privilege)
UNION ALL
SELECT pg_catalog.format('%s may not SELECT %I.%I, whose rows a cascade would change', current_user, nspname, relname)
FROM pointing
WHERE NOT pg_catalog.has_table_privilege(oid, 'SELECT')
UNION ALL
SELECT pg_catalog.format('%I.%I, whose rows a cascade would change, has row-level security that hides rows from %s', nspname, relname, current_user)
FROM pointing
WHERE pg_catalog.row_security_active(oid)
UNION ALL
SELECT pg_catalog.format('%s may not make the schema ripcord_kept in database %s', current_user, current_database())
WHERE pg_catalog.to_regnamespace('ripcord_kept') IS NULL
  AND NOT pg_catalog.has_database_privilege(current_database(), 'CREATE')
UNION ALL
SELECT pg_catalog.format('%s may not create tables in schema ripcord_kept', current_user)
FROM pg_catalog.pg_namespace AS n
WHERE n.nspname = 'ripcord_kept' AND NOT pg_catalog.has_schema_privilege(n.oid, 'CREATE')
