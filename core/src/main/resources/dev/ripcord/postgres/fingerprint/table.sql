SELECT r.identity,
       json_build_object(
         'owner', pg_get_userbyid(r.relowner),
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C")
                    FROM unnest(coalesce(r.relacl, acldefault('r', r.relowner))) item),
         'comment', (SELECT description FROM pg_description
                     WHERE (classoid, objoid, objsubid) = ('pg_class'::regclass, r.oid, 0)),
         'persistence', CASE r.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END,
         'options', CASE WHEN r.reloptions IS NOT NULL
                         THEN (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C")
                               FROM unnest(r.reloptions) option) END,
         'toast options', (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C")
                           FROM pg_class toast CROSS JOIN unnest(toast.reloptions) option
                           WHERE toast.oid = r.reltoastrelid),
         'tablespace', (SELECT quote_ident(t.spcname) FROM pg_tablespace t WHERE t.oid = r.reltablespace),
         'access method', (SELECT quote_ident(m.amname) FROM pg_am m WHERE m.oid = r.relam),
         'partition key', CASE WHEN r.relkind = 'p' THEN pg_get_partkeydef(r.oid) END,
         'partition bound', pg_get_expr(r.relpartbound, r.oid),
         'inherits', (SELECT string_agg(i.inhparent::regclass::text
                                        || CASE WHEN i.inhdetachpending THEN ' (detach pending)' ELSE '' END,
                                        ', ' ORDER BY i.inhseqno)
                      FROM pg_inherits i WHERE i.inhrelid = r.oid),
         'row security', r.relrowsecurity,
         'row security forced', r.relforcerowsecurity,
         'replica identity', CASE r.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full'
                                                 WHEN 'i' THEN 'index' ELSE 'default' END,
         'of type', CASE WHEN r.reloftype <> 0 THEN format_type(r.reloftype, NULL) END)
FROM relation r
WHERE r.relkind IN ('r', 'p')
