SELECT format_type(t.trftype, NULL) || ' LANGUAGE ' || quote_ident(l.lanname),
       jsonb_build_object(
         'from SQL', CASE WHEN t.trffromsql <> 0 THEN t.trffromsql::regprocedure::text END,
         'to SQL', CASE WHEN t.trftosql <> 0 THEN t.trftosql::regprocedure::text END,
         'comment', obj_description(t.oid, 'pg_transform'))
FROM pg_transform t
JOIN pg_language l ON l.oid = t.trflang
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_transform'::regclass AND m.objid = t.oid)
