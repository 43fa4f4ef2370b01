SELECT
  lsn::text AS lsn,
  pg_catalog.pg_walfile_name(lsn) AS segment,
  to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at
FROM pg_catalog.pg_create_restore_point(?) AS lsn
