SELECT space.name || '.' || quote_ident(o.opcname) || ' USING ' || quote_ident(am.amname),
       jsonb_build_object(
         'owner', pg_get_userbyid(o.opcowner),
         'comment', obj_description(o.oid, 'pg_opclass'),
         'type', format_type(o.opcintype, NULL),
         'family', f.opfnamespace::regnamespace || '.' || quote_ident(f.opfname),
         'default', o.opcdefault,
         'storage', CASE WHEN o.opckeytype <> 0 THEN format_type(o.opckeytype, NULL) END)
FROM pg_opclass o
JOIN space ON space.oid = o.opcnamespace
JOIN pg_am am ON am.oid = o.opcmethod
JOIN pg_opfamily f ON f.oid = o.opcfamily
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_opclass'::regclass AND m.objid = o.oid)
