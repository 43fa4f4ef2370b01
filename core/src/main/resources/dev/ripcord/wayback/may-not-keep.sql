SELECT format('%s may not make the schema ripcord_kept in database %s', current_user, current_database()) AS what
WHERE to_regnamespace('ripcord_kept') IS NULL
  AND NOT has_database_privilege(current_database(), 'CREATE')
UNION ALL
SELECT format('%s may not create tables in schema ripcord_kept', current_user)
FROM pg_namespace
WHERE nspname = 'ripcord_kept' AND NOT has_schema_privilege(oid, 'CREATE')
