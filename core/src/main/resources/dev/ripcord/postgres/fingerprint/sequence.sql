SELECT r.identity,
       jsonb_build_object(
         'owner', pg_get_userbyid(r.relowner),
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C")
                    FROM unnest(coalesce(r.relacl, acldefault('s', r.relowner))) item),
         'comment', (SELECT description FROM pg_description
                     WHERE (classoid, objoid, objsubid) = ('pg_class'::regclass, r.oid, 0)),
         'persistence', CASE r.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'permanent' END,
         'type', format_type(s.seqtypid, NULL),
         'start', s.seqstart::text,
         'increment', s.seqincrement::text,
         'minimum', s.seqmin::text,
         'maximum', s.seqmax::text,
         'cache', s.seqcache::text,
         'cycle', s.seqcycle)
       || coalesce((SELECT jsonb_build_object(CASE d.deptype WHEN 'i' THEN 'identity of' ELSE 'owned by' END,
                                              d.refobjid::regclass || '.' || quote_ident(a.attname))
                    FROM pg_depend d
                    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                    WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid
                      AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
                    LIMIT 1), '{}')
FROM relation r
JOIN pg_sequence s ON s.seqrelid = r.oid
