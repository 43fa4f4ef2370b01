SELECT quote_ident(n.nspname) AS schema,
       EXISTS (SELECT FROM pg_proc AS p WHERE p.pronamespace = e.extnamespace AND p.proname = 'verify_heapam') AS heap,
       current_setting('server_version_num')::integer >= 160000 AS temp
FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
WHERE e.extname = 'amcheck'
