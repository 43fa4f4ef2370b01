SELECT quote_ident(p.pubname) || ' ' || r.identity,
       jsonb_build_object(
         'columns', (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname COLLATE "C")
                     FROM unnest(l.prattrs::int2[]) key
                     JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = key),
         'where', pg_get_expr(l.prqual, l.prrelid))
FROM pg_publication_rel l
JOIN pg_publication p ON p.oid = l.prpubid
JOIN relation r ON r.oid = l.prrelid
