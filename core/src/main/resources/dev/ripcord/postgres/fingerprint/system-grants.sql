-- grants on what the server brings along, where they were changed since initdb
SELECT object.identity,
       jsonb_build_object(
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C") FROM unnest(object.acl) item))
FROM (
  SELECT 'pg_proc'::regclass AS class, p.oid, 'function ' || p.oid::regprocedure AS identity, p.proacl AS acl,
         acldefault('f', p.proowner) AS otherwise
  FROM pg_proc p
  WHERE p.oid < 16384 AND p.proacl IS NOT NULL
  UNION ALL
  SELECT 'pg_class'::regclass, c.oid, 'table ' || c.oid::regclass, c.relacl, acldefault('r', c.relowner)
  FROM pg_class c
  WHERE c.oid < 16384 AND c.relacl IS NOT NULL
  UNION ALL
  SELECT 'pg_language'::regclass, l.oid, 'language ' || quote_ident(l.lanname), l.lanacl, acldefault('l', l.lanowner)
  FROM pg_language l
  WHERE l.oid < 16384 AND l.lanacl IS NOT NULL
) object
LEFT JOIN pg_init_privs i ON i.classoid = object.class AND i.objoid = object.oid AND i.objsubid = 0
WHERE NOT (object.acl @> coalesce(i.initprivs, object.otherwise)
           AND coalesce(i.initprivs, object.otherwise) @> object.acl)
  AND object.identity !~ 'information_schema\.'
