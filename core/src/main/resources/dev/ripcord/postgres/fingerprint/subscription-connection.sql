-- what only a superuser may read; the address may hold a password, so a short hash stands for it
SELECT quote_ident(s.subname),
       to_jsonb(s) - ARRAY['oid', 'subdbid', 'subname', 'subowner', 'subenabled', 'subbinary', 'substream',
                           'subslotname', 'subsynccommit', 'subpublications', 'subskiplsn', 'subtwophasestate',
                           'subconninfo']
       || jsonb_build_object(
         'two phase', to_jsonb(s) ->> 'subtwophasestate' <> 'd',
         'connection hash', left(encode(sha256(convert_to(s.subconninfo, 'UTF8')), 'hex'), 8))
FROM pg_subscription s
WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
