SELECT quote_ident(l.lanname),
       jsonb_build_object(
         'owner', pg_get_userbyid(l.lanowner),
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C")
                    FROM unnest(coalesce(l.lanacl, acldefault('l', l.lanowner))) item),
         'comment', obj_description(l.oid, 'pg_language'),
         'trusted', l.lanpltrusted,
         'handler', CASE WHEN l.lanplcallfoid <> 0 THEN l.lanplcallfoid::regproc::text END,
         'inline', CASE WHEN l.laninline <> 0 THEN l.laninline::regproc::text END,
         'validator', CASE WHEN l.lanvalidator <> 0 THEN l.lanvalidator::regproc::text END)
FROM pg_language l
WHERE l.oid >= 16384
  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_language'::regclass AND m.objid = l.oid)
