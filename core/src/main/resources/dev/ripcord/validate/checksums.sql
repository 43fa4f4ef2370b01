SELECT current_setting('data_checksums') AS checksums, coalesce(sum(checksum_failures), 0) AS failures,
       max(checksum_last_failure)::text AS last
FROM pg_stat_database
