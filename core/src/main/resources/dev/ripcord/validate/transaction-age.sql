SELECT datname::text AS name, greatest(age(datfrozenxid), mxid_age(datminmxid))::bigint AS age
FROM pg_database WHERE datname = current_database()
