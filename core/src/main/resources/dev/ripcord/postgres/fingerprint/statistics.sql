-- the definition prints columns by their numbers; their order means nothing to it
-- the target's default is -1 before 17 and NULL since
SELECT space.name || '.' || quote_ident(s.stxname),
       jsonb_build_object(
         'owner', pg_get_userbyid(s.stxowner),
         'comment', obj_description(s.oid, 'pg_statistic_ext'),
         'table', s.stxrelid::regclass::text,
         'kinds', (SELECT string_agg(kind::text, '' ORDER BY kind::text COLLATE "C") FROM unnest(s.stxkind) kind),
         'columns', (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname COLLATE "C")
                     FROM pg_attribute a
                     WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys::int2[])),
         'expressions', nullif(array_to_string(pg_get_statisticsobjdef_expressions(s.oid), ', '), ''),
         'target', nullif(s.stxstattarget, -1))
FROM pg_statistic_ext s
JOIN space ON space.oid = s.stxnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_statistic_ext'::regclass AND m.objid = s.oid)
