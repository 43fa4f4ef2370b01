-- the names of the locale's columns differ between versions, so they are taken as they are
SELECT space.name || '.' || quote_ident(c.collname)
         || CASE WHEN c.collencoding = -1 THEN '' ELSE ' (' || pg_encoding_to_char(c.collencoding) || ')' END,
       jsonb_strip_nulls(to_jsonb(c))
         - ARRAY['oid', 'collname', 'collnamespace', 'collowner', 'collencoding', 'collversion']
       || jsonb_build_object(
         'owner', pg_get_userbyid(c.collowner),
         'comment', obj_description(c.oid, 'pg_collation'))
FROM pg_collation c
JOIN space ON space.oid = c.collnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_collation'::regclass AND m.objid = c.oid)
