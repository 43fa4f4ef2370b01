SELECT space.name || '.' || quote_ident(c.cfgname),
       jsonb_build_object(
         'owner', pg_get_userbyid(c.cfgowner),
         'comment', obj_description(c.oid, 'pg_ts_config'),
         'parser', (SELECT p.prsnamespace::regnamespace || '.' || quote_ident(p.prsname)
                    FROM pg_ts_parser p WHERE p.oid = c.cfgparser),
         'mapping', (SELECT string_agg(w.maptokentype || ': ' || w.mapdict::regdictionary, ', '
                                       ORDER BY w.maptokentype, w.mapseqno)
                     FROM pg_ts_config_map w WHERE w.mapcfg = c.oid))
FROM pg_ts_config c
JOIN space ON space.oid = c.cfgnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_config'::regclass AND m.objid = c.oid)
