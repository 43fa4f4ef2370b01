WITH :affected
SELECT c.oid::regclass::text AS name, s.n_live_tup AS live, s.n_mod_since_analyze AS changed,
       extract(epoch FROM greatest(s.last_analyze, s.last_autoanalyze))::numeric::text AS analyzed,
       extract(epoch FROM clock_timestamp())::numeric::text AS now,
       current_setting('track_counts')::boolean AS counted
FROM affected JOIN pg_class AS c USING (oid) LEFT JOIN pg_stat_all_tables AS s ON s.relid = c.oid
WHERE c.relkind IN ('r', 'p') ORDER BY 1
