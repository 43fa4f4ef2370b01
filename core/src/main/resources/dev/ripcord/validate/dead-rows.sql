WITH :affected
SELECT c.oid::regclass::text AS name, pg_stat_get_live_tuples(c.oid) AS live, pg_stat_get_dead_tuples(c.oid) AS dead
FROM affected JOIN pg_class AS c USING (oid) WHERE c.relkind = 'r' ORDER BY 1
