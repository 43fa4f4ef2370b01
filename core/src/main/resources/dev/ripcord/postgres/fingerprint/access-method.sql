SELECT quote_ident(a.amname),
       jsonb_build_object(
         'handler', a.amhandler::text,
         'type', CASE a.amtype WHEN 't' THEN 'table' ELSE 'index' END,
         'comment', obj_description(a.oid, 'pg_am'))
FROM pg_am a
WHERE a.oid >= 16384
  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_am'::regclass AND m.objid = a.oid)
