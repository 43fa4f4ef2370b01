-- options may hold passwords, so a short hash stands for each value
SELECT quote_ident(f.fdwname),
       jsonb_build_object(
         'owner', pg_get_userbyid(f.fdwowner),
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C")
                    FROM unnest(coalesce(f.fdwacl, acldefault('F', f.fdwowner))) item),
         'comment', obj_description(f.oid, 'pg_foreign_data_wrapper'),
         'handler', CASE WHEN f.fdwhandler <> 0 THEN f.fdwhandler::regproc::text END,
         'validator', CASE WHEN f.fdwvalidator <> 0 THEN f.fdwvalidator::regproc::text END,
         'option hashes', (SELECT string_agg(o.option_name || '=' || left(encode(sha256(convert_to(o.option_value, 'UTF8')), 'hex'), 8),
                                             ', ' ORDER BY o.option_name COLLATE "C")
                           FROM pg_options_to_table(f.fdwoptions) o))
FROM pg_foreign_data_wrapper f
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_foreign_data_wrapper'::regclass AND m.objid = f.oid)
