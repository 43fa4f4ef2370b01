SELECT pg_relation_size(to_regclass(?)) / current_setting('block_size')::bigint AS blocks
