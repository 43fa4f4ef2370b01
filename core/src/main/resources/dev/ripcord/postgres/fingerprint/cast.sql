-- casts have no schema: those that are not built in have an OID from 16384 (FirstNormalObjectId)
SELECT format_type(c.castsource, NULL) || ' AS ' || format_type(c.casttarget, NULL),
       jsonb_build_object(
         'function', CASE WHEN c.castfunc <> 0 THEN c.castfunc::regprocedure::text END,
         'context', CASE c.castcontext WHEN 'e' THEN 'explicit' WHEN 'a' THEN 'assignment' ELSE 'implicit' END,
         'method', CASE c.castmethod WHEN 'f' THEN 'function' WHEN 'i' THEN 'inout' ELSE 'binary' END,
         'comment', obj_description(c.oid, 'pg_cast'))
FROM pg_cast c
WHERE c.oid >= 16384
  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_cast'::regclass AND m.objid = c.oid)
