SELECT space.name || '.' || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')',
       jsonb_strip_nulls(to_jsonb(a))
         - ARRAY['aggfnoid', 'aggsortop', 'aggtranstype', 'aggmtranstype']
       || jsonb_build_object(
         'owner', pg_get_userbyid(p.proowner),
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C")
                    FROM unnest(coalesce(p.proacl, acldefault('f', p.proowner))) item),
         'comment', obj_description(p.oid, 'pg_proc'),
         'arguments', pg_get_function_arguments(p.oid),
         'parallel', p.proparallel,
         'state type', format_type(a.aggtranstype, NULL),
         'moving state type', CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END,
         'sort operator', CASE WHEN a.aggsortop <> 0 THEN a.aggsortop::regoperator::text END)
FROM pg_aggregate a
JOIN pg_proc p ON p.oid = a.aggfnoid
JOIN space ON space.oid = p.pronamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_proc'::regclass AND m.objid = p.oid)
