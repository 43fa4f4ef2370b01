SELECT quote_ident(e.extname),
       jsonb_build_object(
         'version', e.extversion,
         'schema', e.extnamespace::regnamespace::text,
         'owner', pg_get_userbyid(e.extowner),
         'comment', obj_description(e.oid, 'pg_extension'))
FROM pg_extension e
