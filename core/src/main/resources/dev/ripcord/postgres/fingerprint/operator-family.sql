SELECT space.name || '.' || quote_ident(f.opfname) || ' USING ' || quote_ident(am.amname),
       jsonb_build_object(
         'owner', pg_get_userbyid(f.opfowner),
         'comment', obj_description(f.oid, 'pg_opfamily'),
         'operators', (SELECT string_agg(o.amopstrategy || ' ' || o.amopopr::regoperator
                                         || CASE WHEN o.amoppurpose = 'o' THEN
                                              ' FOR ORDER BY ' || (SELECT s.opfnamespace::regnamespace || '.' || quote_ident(s.opfname)
                                                                   FROM pg_opfamily s WHERE s.oid = o.amopsortfamily)
                                            ELSE '' END,
                                         ', ' ORDER BY o.amopstrategy, o.amopopr::regoperator::text COLLATE "C")
                       FROM pg_amop o WHERE o.amopfamily = f.oid),
         'functions', (SELECT string_agg(format('%s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, NULL),
                                                format_type(p.amprocrighttype, NULL), p.amproc::regprocedure),
                                         ', ' ORDER BY p.amprocnum, format_type(p.amproclefttype, NULL) COLLATE "C",
                                                       format_type(p.amprocrighttype, NULL) COLLATE "C")
                       FROM pg_amproc p WHERE p.amprocfamily = f.oid))
FROM pg_opfamily f
JOIN space ON space.oid = f.opfnamespace
JOIN pg_am am ON am.oid = f.opfmethod
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_opfamily'::regclass AND m.objid = f.oid)
