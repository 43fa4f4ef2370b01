SELECT pg_catalog.pg_switch_wal()::text
