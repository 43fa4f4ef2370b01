SELECT g.tgrelid AS oid,
       g.tgname AS name,
       pg_get_triggerdef(g.oid) AS definition,
       ARRAY(SELECT a.attname::text
             FROM unnest(g.tgattr::int2[]) WITH ORDINALITY AS key(attnum, place)
             JOIN pg_attribute a ON a.attrelid = g.tgrelid AND a.attnum = key.attnum
             ORDER BY key.place) AS columns
FROM pg_trigger g
WHERE NOT g.tgisinternal
ORDER BY g.tgrelid, g.tgname COLLATE "C"
