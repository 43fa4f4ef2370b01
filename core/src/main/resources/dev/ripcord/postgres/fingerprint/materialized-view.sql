SELECT r.identity,
       jsonb_build_object(
         'owner', pg_get_userbyid(r.relowner),
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C")
                    FROM unnest(coalesce(r.relacl, acldefault('r', r.relowner))) item),
         'comment', (SELECT description FROM pg_description
                     WHERE (classoid, objoid, objsubid) = ('pg_class'::regclass, r.oid, 0)),
         'definition', pg_get_viewdef(r.oid),
         'populated', r.relispopulated,
         'options', (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C") FROM unnest(r.reloptions) option),
         'toast options', (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C")
                           FROM pg_class toast CROSS JOIN unnest(toast.reloptions) option
                           WHERE toast.oid = r.reltoastrelid),
         'tablespace', (SELECT quote_ident(t.spcname) FROM pg_tablespace t WHERE t.oid = r.reltablespace),
         'access method', (SELECT quote_ident(m.amname) FROM pg_am m WHERE m.oid = r.relam))
FROM relation r
WHERE r.relkind = 'm'
