SELECT space.name || '.' || quote_ident(c.conname),
       jsonb_build_object(
         'owner', pg_get_userbyid(c.conowner),
         'comment', obj_description(c.oid, 'pg_conversion'),
         'from', pg_encoding_to_char(c.conforencoding),
         'to', pg_encoding_to_char(c.contoencoding),
         'function', c.conproc::regprocedure::text,
         'default', c.condefault)
FROM pg_conversion c
JOIN space ON space.oid = c.connamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_conversion'::regclass AND m.objid = c.oid)
