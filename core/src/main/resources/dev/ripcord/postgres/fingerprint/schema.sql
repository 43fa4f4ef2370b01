SELECT quote_ident(n.nspname),
       jsonb_build_object(
         'owner', pg_get_userbyid(n.nspowner),
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C")
                    FROM unnest(coalesce(n.nspacl, acldefault('n', n.nspowner))) item),
         'comment', obj_description(n.oid, 'pg_namespace'))
FROM pg_namespace n
JOIN space USING (oid)
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_namespace'::regclass AND m.objid = n.oid)
