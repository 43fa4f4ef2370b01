SELECT c.oid::regclass::text AS name FROM pg_class AS c
WHERE c.relnamespace = to_regnamespace('ripcord_kept') AND c.relkind = 'r' ORDER BY 1
