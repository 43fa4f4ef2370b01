SELECT r.identity || '.' || quote_ident(w.rulename),
       jsonb_build_object(
         'definition', pg_get_ruledef(w.oid),
         'enabled', w.ev_enabled,
         'comment', obj_description(w.oid, 'pg_rewrite'))
FROM pg_rewrite w
JOIN relation r ON r.oid = w.ev_class
WHERE w.rulename <> '_RETURN'
