SELECT backend_start::text AS started FROM pg_stat_activity WHERE pid = ?
