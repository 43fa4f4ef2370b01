-- without the types that tables and arrays bring along
SELECT space.name || '.' || quote_ident(t.typname),
       jsonb_build_object(
         'kind', CASE WHEN NOT t.typisdefined THEN 'shell'
                      ELSE CASE t.typtype WHEN 'b' THEN 'base' WHEN 'c' THEN 'composite' WHEN 'd' THEN 'domain'
                                          WHEN 'e' THEN 'enum' WHEN 'r' THEN 'range' ELSE t.typtype::text END END,
         'owner', pg_get_userbyid(t.typowner),
         'grants', (SELECT string_agg(item::text, ', ' ORDER BY item::text COLLATE "C")
                    FROM unnest(coalesce(t.typacl, acldefault('T', t.typowner))) item),
         'comment', obj_description(t.oid, 'pg_type'),
         'labels', (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)
                    FROM pg_enum e WHERE e.enumtypid = t.oid),
         'attributes', (SELECT string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
                                          || CASE WHEN a.attcollation <> y.typcollation
                                                  THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END,
                                          ', ' ORDER BY a.attnum)
                        FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
                        WHERE a.attrelid = nullif(t.typrelid, 0) AND a.attnum > 0 AND NOT a.attisdropped),
         'attribute comments', (SELECT string_agg(quote_ident(a.attname) || ': ' || col_description(a.attrelid, a.attnum),
                                                  ', ' ORDER BY a.attnum)
                                FROM pg_attribute a
                                WHERE a.attrelid = nullif(t.typrelid, 0) AND a.attnum > 0 AND NOT a.attisdropped))
       || CASE t.typtype WHEN 'd' THEN jsonb_build_object(
         'base', format_type(t.typbasetype, t.typtypmod),
         'collation', (SELECT t.typcollation::regcollation::text FROM pg_type b
                       WHERE b.oid = t.typbasetype AND b.typcollation <> t.typcollation),
         'not null', t.typnotnull,
         'default', coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault),
         'constraints', (SELECT string_agg(quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid)
                                           || coalesce(' -- ' || obj_description(k.oid, 'pg_constraint'), ''),
                                           ', ' ORDER BY k.conname COLLATE "C")
                         FROM pg_constraint k WHERE k.contypid = t.oid))
       WHEN 'r' THEN (SELECT jsonb_build_object(
         'subtype', format_type(r.rngsubtype, NULL),
         'operator class', (SELECT o.opcnamespace::regnamespace || '.' || quote_ident(o.opcname)
                            FROM pg_opclass o WHERE o.oid = r.rngsubopc),
         'collation', nullif(r.rngcollation::regcollation::text, '-'),
         'canonical', nullif(r.rngcanonical::text, '-'),
         'subtype difference', nullif(r.rngsubdiff::text, '-'),
         'multirange', r.rngmultitypid::regtype::text)
         FROM pg_range r WHERE r.rngtypid = t.oid)
       WHEN 'b' THEN jsonb_build_object(
         'input', t.typinput::text, 'output', t.typoutput::text,
         'receive', t.typreceive::text, 'send', t.typsend::text,
         'modifier input', t.typmodin::text, 'modifier output', t.typmodout::text,
         'analyze', t.typanalyze::text, 'subscript', t.typsubscript::text,
         'length', t.typlen, 'by value', t.typbyval, 'alignment', t.typalign, 'storage', t.typstorage,
         'category', t.typcategory, 'preferred', t.typispreferred, 'delimiter', t.typdelim,
         'element', nullif(t.typelem::regtype::text, '-'), 'default', t.typdefault,
         'collatable', t.typcollation <> 0)
       ELSE '{}' END
FROM pg_type t
JOIN space ON space.oid = t.typnamespace
WHERE (t.typrelid = 0 OR EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
  AND NOT EXISTS (SELECT FROM pg_type element WHERE element.typarray = t.oid)
  AND t.typtype <> 'm'
  AND NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_type'::regclass AND m.objid = t.oid)
