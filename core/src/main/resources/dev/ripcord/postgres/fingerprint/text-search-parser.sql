SELECT space.name || '.' || quote_ident(p.prsname),
       jsonb_build_object(
         'comment', obj_description(p.oid, 'pg_ts_parser'),
         'start', p.prsstart::text,
         'token', p.prstoken::text,
         'end', p.prsend::text,
         'headline', nullif(p.prsheadline::text, '-'),
         'lexeme types', p.prslextype::text)
FROM pg_ts_parser p
JOIN space ON space.oid = p.prsnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_ts_parser'::regclass AND m.objid = p.oid)
