SELECT coalesce(l.objnamespace::regnamespace || ' ', '') || l.objtype || ' ' || l.objname || ' ' || quote_ident(l.provider),
       jsonb_build_object('label', l.label)
FROM pg_seclabels l
LEFT JOIN space ON space.oid = l.objnamespace
WHERE (l.objnamespace IS NULL OR space.oid IS NOT NULL)
  AND l.objtype NOT IN ('database', 'tablespace', 'role', 'large object')
