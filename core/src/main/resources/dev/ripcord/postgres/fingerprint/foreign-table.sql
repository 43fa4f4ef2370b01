SELECT r.identity,
       jsonb_build_object(
         'owner', pg_get_userbyid(r.relowner),
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C")
                    FROM unnest(coalesce(r.relacl, acldefault('r', r.relowner))) item),
         'comment', (SELECT description FROM pg_description
                     WHERE (classoid, objoid, objsubid) = ('pg_class'::regclass, r.oid, 0)),
         'server', (SELECT quote_ident(s.srvname) FROM pg_foreign_server s WHERE s.oid = f.ftserver),
         'options', (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C") FROM unnest(f.ftoptions) option),
         'partition bound', pg_get_expr(r.relpartbound, r.oid),
         'inherits', (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
                      FROM pg_inherits i WHERE i.inhrelid = r.oid))
FROM relation r
JOIN pg_foreign_table f ON f.ftrelid = r.oid
