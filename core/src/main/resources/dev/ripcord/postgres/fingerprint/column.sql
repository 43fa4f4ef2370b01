-- the columns of tables, foreign tables and views; position counts live columns only
SELECT r.identity || '.' || quote_ident(a.attname),
       json_build_object(
         'table', r.identity,
         'position', row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum),
         'type', format_type(a.atttypid, a.atttypmod),
         'collation', CASE WHEN a.attcollation <> y.typcollation THEN a.attcollation::regcollation::text END,
         'not null', a.attnotnull,
         'default', CASE a.attgenerated WHEN '' THEN pg_get_expr(d.adbin, d.adrelid) END,
         'generated', CASE a.attgenerated WHEN '' THEN NULL
                        ELSE pg_get_expr(d.adbin, d.adrelid)
                             || CASE a.attgenerated WHEN 'v' THEN ' VIRTUAL' ELSE ' STORED' END END,
         'identity', CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
         'storage', CASE WHEN r.relkind <> 'v' THEN a.attstorage END,
         'compression', nullif(a.attcompression, ''),
         'statistics', nullif(a.attstattarget, -1),
         -- most columns have none of these, and a subquery that finds nothing costs more than a look
         'options', CASE WHEN a.attoptions IS NOT NULL
                         THEN (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C")
                               FROM unnest(a.attoptions) option) END,
         'foreign options', CASE WHEN a.attfdwoptions IS NOT NULL
                                 THEN (SELECT string_agg(option, ', ' ORDER BY option COLLATE "C")
                                       FROM unnest(a.attfdwoptions) option) END,
         'inherited', CASE WHEN a.attinhcount > 0
                           THEN CASE WHEN a.attislocal THEN 'and local' ELSE 'only' END END,
         'grants', CASE WHEN a.attacl IS NOT NULL
                        THEN (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C")
                              FROM unnest(a.attacl) item) END,
         'comment', (SELECT description FROM pg_description
                     WHERE (classoid, objoid, objsubid) = ('pg_class'::regclass, a.attrelid, a.attnum)))
FROM relation r
JOIN pg_attribute a ON a.attrelid = r.oid
JOIN pg_type y ON y.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE r.relkind IN ('r', 'p', 'f', 'v', 'm')
  AND a.attnum > 0
  AND NOT a.attisdropped
