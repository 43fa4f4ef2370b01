SELECT quote_ident(p.pubname) || ' ' || r.identity, '{}'::jsonb
FROM pg_publication_rel l
JOIN pg_publication p ON p.oid = l.prpubid
JOIN relation r ON r.oid = l.prrelid
