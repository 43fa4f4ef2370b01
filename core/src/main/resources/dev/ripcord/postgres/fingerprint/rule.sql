SELECT r.identity || '.' || quote_ident(w.rulename),
       jsonb_build_object(
         'definition', pg_get_ruledef(w.oid),
         'enabled', w.ev_enabled,
         'comment', (SELECT description FROM pg_description
                     WHERE (classoid, objoid, objsubid) = ('pg_rewrite'::regclass, w.oid, 0)))
FROM pg_rewrite w
JOIN relation r ON r.oid = w.ev_class
WHERE w.rulename <> '_RETURN'
