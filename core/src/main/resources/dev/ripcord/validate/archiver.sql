SELECT current_setting('archive_mode') AS mode, archived_count AS archived, failed_count AS failed,
       coalesce(last_archived_time::text, 'never') AS last_archived, coalesce(last_failed_time::text, 'never') AS last_failed,
       coalesce(last_failed_wal, '') AS failed_wal,
       coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) AS failing
FROM pg_stat_archiver
