SELECT r.identity,
       jsonb_build_object(
         'owner', pg_get_userbyid(r.relowner),
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C")
                    FROM unnest(coalesce(r.relacl, acldefault('r', r.relowner))) item),
         'comment', (SELECT description FROM pg_description
                     WHERE (classoid, objoid, objsubid) = ('pg_class'::regclass, r.oid, 0)),
         'definition', pg_get_viewdef(r.oid),
         'options', (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C") FROM unnest(r.reloptions) option))
FROM relation r
WHERE r.relkind = 'v'
