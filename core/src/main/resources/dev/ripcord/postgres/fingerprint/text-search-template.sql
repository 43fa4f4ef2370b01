SELECT space.name || '.' || quote_ident(t.tmplname),
       jsonb_build_object(
         'comment', obj_description(t.oid, 'pg_ts_template'),
         'init', nullif(t.tmplinit::text, '-'),
         'lexize', t.tmpllexize::text)
FROM pg_ts_template t
JOIN space ON space.oid = t.tmplnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_template'::regclass AND m.objid = t.oid)
