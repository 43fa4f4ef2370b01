SELECT greatest(reltuples, CASE WHEN reltuples < 0 THEN -1 ELSE 0 END)::bigint AS rows
FROM pg_class
WHERE oid = to_regclass(?)
