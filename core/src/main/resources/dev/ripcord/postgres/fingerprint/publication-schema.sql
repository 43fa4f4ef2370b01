SELECT quote_ident(p.pubname) || ' ' || space.name, '{}'::jsonb
FROM pg_publication_namespace l
JOIN pg_publication p ON p.oid = l.pnpubid
JOIN space ON space.oid = l.pnnspid
