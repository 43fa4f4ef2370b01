SELECT quote_ident(pg_get_userbyid(d.defaclrole))
         || coalesce(' IN ' || space.name, '')
         || CASE d.defaclobjtype WHEN 'r' THEN ' TABLES' WHEN 'S' THEN ' SEQUENCES' WHEN 'f' THEN ' FUNCTIONS'
                                 WHEN 'T' THEN ' TYPES' WHEN 'n' THEN ' SCHEMAS' WHEN 'L' THEN ' LARGE OBJECTS'
                                 ELSE ' ' || d.defaclobjtype::text END,
       jsonb_build_object(
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C") FROM unnest(d.defaclacl) item))
FROM pg_default_acl d
LEFT JOIN space ON space.oid = d.defaclnamespace
WHERE d.defaclnamespace = 0 OR space.oid IS NOT NULL
