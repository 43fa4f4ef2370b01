-- the columns that everybody may read in every version
SELECT quote_ident(s.subname),
       jsonb_build_object(
         'owner', pg_get_userbyid(s.subowner),
         'comment', obj_description(s.oid, 'pg_subscription'),
         'enabled', s.subenabled,
         'binary', s.subbinary,
         'streaming', s.substream::text,
         'slot', s.subslotname,
         'synchronous commit', s.subsynccommit,
         'publications', (SELECT string_agg(quote_ident(publication), ', ' ORDER BY publication COLLATE "C")
                          FROM unnest(s.subpublications) publication))
FROM pg_subscription s
WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
