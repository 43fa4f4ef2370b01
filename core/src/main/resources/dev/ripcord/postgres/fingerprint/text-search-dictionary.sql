SELECT space.name || '.' || quote_ident(d.dictname),
       jsonb_build_object(
         'owner', pg_get_userbyid(d.dictowner),
         'comment', obj_description(d.oid, 'pg_ts_dict'),
         'template', (SELECT t.tmplnamespace::regnamespace || '.' || quote_ident(t.tmplname)
                      FROM pg_ts_template t WHERE t.oid = d.dicttemplate),
         'options', d.dictinitoption)
FROM pg_ts_dict d
JOIN space ON space.oid = d.dictnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_dict'::regclass AND m.objid = d.oid)
