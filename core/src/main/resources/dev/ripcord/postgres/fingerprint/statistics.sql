-- the target's default is -1 before 17 and NULL since
SELECT space.name || '.' || quote_ident(s.stxname),
       jsonb_build_object(
         'owner', pg_get_userbyid(s.stxowner),
         'comment', obj_description(s.oid, 'pg_statistic_ext'),
         'definition', pg_get_statisticsobjdef(s.oid),
         'target', nullif(s.stxstattarget, -1))
FROM pg_statistic_ext s
JOIN space ON space.oid = s.stxnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_statistic_ext'::regclass AND m.objid = s.oid)
