SELECT
  archived_count,
  failed_count,
  coalesce(last_archived_wal, '') AS last_archived,
  coalesce(last_failed_wal, '') AS last_failed
FROM pg_catalog.pg_stat_archiver
