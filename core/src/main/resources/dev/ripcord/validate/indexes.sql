WITH :affected
SELECT i.indexrelid::regclass::text AS name, i.indrelid IN (SELECT oid FROM affected) AS ours,
       concat_ws(' and ', CASE WHEN NOT i.indisvalid THEN 'not valid' END, CASE WHEN NOT i.indisready THEN 'not ready' END,
                 CASE WHEN NOT i.indislive THEN 'being dropped' END) AS state,
       c.relname ~ '_cc(new|old)[0-9]*$' AS leftover
FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE (NOT i.indisvalid OR NOT i.indisready OR NOT i.indislive) AND c.relnamespace IS DISTINCT FROM to_regnamespace('ripcord')
ORDER BY 1
