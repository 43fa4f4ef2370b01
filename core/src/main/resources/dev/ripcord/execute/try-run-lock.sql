SELECT pg_try_advisory_lock(7305801, 1) AS taken
