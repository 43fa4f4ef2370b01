SELECT g.tgrelid AS oid,
       g.tgname AS name,
       pg_get_triggerdef(g.oid) AS definition,
       ARRAY(SELECT a.attname::text
             FROM unnest(g.tgattr::int2[]) WITH ORDINALITY AS key(attnum, place)
             JOIN pg_attribute a ON a.attrelid = g.tgrelid AND a.attnum = key.attnum
             ORDER BY key.place) AS columns,
       -- bits of pg_trigger.h: 1 for each row, 2 before; 4, 8 and 16 say what happens to it
       ARRAY(SELECT event
             FROM (VALUES (4, 'INSERT'), (8, 'DELETE'), (16, 'UPDATE')) AS bits (bit, event)
             WHERE g.tgenabled <> 'D' AND g.tgtype & 3 = 3 AND g.tgtype & bit > 0
             ORDER BY bit) AS before
FROM pg_trigger g
WHERE NOT g.tgisinternal
ORDER BY g.tgrelid, g.tgname COLLATE "C"
