-- a partition's copy of a trigger counts only where it is enabled in another way than its parent
SELECT r.identity || '.' || quote_ident(g.tgname),
       jsonb_build_object(
         'definition', pg_get_triggerdef(g.oid),
         'enabled', CASE g.tgenabled WHEN 'O' THEN 'yes' WHEN 'D' THEN 'no' WHEN 'R' THEN 'on replica'
                                     ELSE 'always' END,
         'comment', (SELECT description FROM pg_description
                     WHERE (classoid, objoid, objsubid) = ('pg_trigger'::regclass, g.oid, 0)))
FROM pg_trigger g
JOIN relation r ON r.oid = g.tgrelid
LEFT JOIN pg_trigger parent ON parent.oid = g.tgparentid
WHERE CASE WHEN g.tgparentid = 0 THEN NOT g.tgisinternal ELSE g.tgenabled <> parent.tgenabled END
