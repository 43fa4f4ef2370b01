-- options may hold passwords, so a short hash stands for each value
SELECT quote_ident(s.srvname),
       jsonb_build_object(
         'owner', pg_get_userbyid(s.srvowner),
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C")
                    FROM unnest(coalesce(s.srvacl, acldefault('S', s.srvowner))) item),
         'comment', obj_description(s.oid, 'pg_foreign_server'),
         'wrapper', (SELECT quote_ident(f.fdwname) FROM pg_foreign_data_wrapper f WHERE f.oid = s.srvfdw),
         'type', s.srvtype,
         'version', s.srvversion,
         'option hashes', (SELECT string_agg(o.option_name || '=' || left(encode(sha256(convert_to(o.option_value, 'UTF8')), 'hex'), 8),
                                             ', ' ORDER BY o.option_name COLLATE "C")
                           FROM pg_options_to_table(s.srvoptions) o))
FROM pg_foreign_server s
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_foreign_server'::regclass AND m.objid = s.oid)
