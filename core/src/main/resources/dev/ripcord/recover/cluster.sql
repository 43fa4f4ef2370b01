SELECT
  current_setting('server_version_num')::integer / 10000 AS major,
  current_setting('archive_mode') AS archive_mode,
  pg_size_bytes(current_setting('wal_segment_size')) AS segment_size,
  CASE
    WHEN has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')
      THEN (SELECT system_identifier::text FROM pg_catalog.pg_control_system())
  END AS system_identifier,
  (
    SELECT coalesce(sum(pg_catalog.pg_database_size(oid)), 0)
    FROM pg_catalog.pg_database
    WHERE
      has_database_privilege(oid, 'CONNECT')
      OR pg_has_role('pg_read_all_stats', 'USAGE')
  ) AS cluster_size,
  pg_catalog.pg_database_size(current_database()) AS database_size,
  (
    SELECT count(*)
    FROM pg_catalog.pg_tablespace
    WHERE spcname NOT IN ('pg_default', 'pg_global')
  ) AS tablespaces,
  has_function_privilege('pg_catalog.pg_switch_wal()', 'EXECUTE') AS may_switch,
  has_function_privilege('pg_catalog.pg_create_restore_point(text)', 'EXECUTE') AS may_mark,
  (
    SELECT rolsuper OR rolreplication FROM pg_catalog.pg_roles WHERE rolname = current_user
  ) AS may_replicate,
  quote_ident(current_user) AS role
