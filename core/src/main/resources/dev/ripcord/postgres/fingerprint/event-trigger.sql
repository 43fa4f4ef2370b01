SELECT quote_ident(e.evtname),
       jsonb_build_object(
         'owner', pg_get_userbyid(e.evtowner),
         'comment', obj_description(e.oid, 'pg_event_trigger'),
         'event', e.evtevent,
         'function', e.evtfoid::regprocedure::text,
         'enabled', CASE e.evtenabled WHEN 'O' THEN 'yes' WHEN 'D' THEN 'no' WHEN 'R' THEN 'on replica'
                                      ELSE 'always' END,
         'tags', (SELECT string_agg(tag, ', ' ORDER BY tag COLLATE "C") FROM unnest(e.evttags) tag))
FROM pg_event_trigger e
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_event_trigger'::regclass AND m.objid = e.oid)
