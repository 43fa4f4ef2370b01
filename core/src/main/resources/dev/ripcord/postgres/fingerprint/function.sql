-- functions, procedures and window functions
SELECT space.name || '.' || quote_ident(p.proname) || '(' || oidvectortypes(p.proargtypes) || ')',
       jsonb_build_object(
         'owner', pg_get_userbyid(p.proowner),
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C")
                    FROM unnest(coalesce(p.proacl, acldefault('f', p.proowner))) item),
         'comment', (SELECT description FROM pg_description
                     WHERE (classoid, objoid, objsubid) = ('pg_proc'::regclass, p.oid, 0)),
         'definition', pg_get_functiondef(p.oid))
FROM pg_proc p
JOIN space ON space.oid = p.pronamespace
WHERE p.prokind <> 'a'
  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
  -- the constructors of a range type come and go with it
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
