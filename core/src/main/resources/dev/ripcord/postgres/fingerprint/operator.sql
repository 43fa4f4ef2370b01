SELECT o.oid::regoperator::text,
       jsonb_build_object(
         'owner', pg_get_userbyid(o.oprowner),
         'comment', obj_description(o.oid, 'pg_operator'),
         'function', o.oprcode::text,
         'result', format_type(o.oprresult, NULL),
         'commutator', nullif(o.oprcom::regoperator::text, '0'),
         'negator', nullif(o.oprnegate::regoperator::text, '0'),
         'restrict', nullif(o.oprrest::text, '-'),
         'join', nullif(o.oprjoin::text, '-'),
         'merges', o.oprcanmerge,
         'hashes', o.oprcanhash)
FROM pg_operator o
JOIN space ON space.oid = o.oprnamespace
WHERE NOT EXISTS (SELECT FROM member m WHERE m.classid = 'pg_operator'::regclass AND m.objid = o.oid)
