-- pubgencols exists since 18
SELECT quote_ident(p.pubname),
       jsonb_build_object(
         'owner', pg_get_userbyid(p.pubowner),
         'comment', obj_description(p.oid, 'pg_publication'),
         'all tables', p.puballtables,
         'publishes', concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                                CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END),
         'via root', p.pubviaroot,
         'generated columns', to_jsonb(p) ->> 'pubgencols')
FROM pg_publication p
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_publication'::regclass AND m.objid = p.oid)
