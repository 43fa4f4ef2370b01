-- what the role may not, of what a merge does
SELECT pg_catalog.format('%s may not %s %I.%I', current_user, p.privilege, n.nspname, c.relname) AS what
FROM unnest(?::text[], ?::text[]) AS wanted (space, name)
JOIN pg_catalog.pg_namespace AS n ON n.nspname = wanted.space
JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.name
CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) AS p (privilege)
WHERE NOT pg_catalog.has_table_privilege(c.oid, p.privilege)
UNION ALL
SELECT pg_catalog.format('%s may not make the schema ripcord_kept in database %s', current_user, current_database())
WHERE pg_catalog.to_regnamespace('ripcord_kept') IS NULL
  AND NOT pg_catalog.has_database_privilege(current_database(), 'CREATE')
UNION ALL
SELECT pg_catalog.format('%s may not create tables in schema ripcord_kept', current_user)
FROM pg_catalog.pg_namespace AS n
WHERE n.nspname = 'ripcord_kept' AND NOT pg_catalog.has_schema_privilege(n.oid, 'CREATE')
