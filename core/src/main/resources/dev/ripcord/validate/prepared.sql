SELECT gid || ' of ' || owner AS name FROM pg_prepared_xacts WHERE database = current_database() ORDER BY prepared
