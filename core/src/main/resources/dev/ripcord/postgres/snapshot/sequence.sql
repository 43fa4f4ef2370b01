-- sequences that go with a column: of identity columns, and those OWNED BY one
SELECT d.refobjid AS oid,
       a.attname AS column_name,
       n.nspname AS schema,
       c.relname AS name,
       d.deptype = 'i' AS identity,
       format_type(s.seqtypid, NULL) AS type,
       format('START %s INCREMENT %s MINVALUE %s MAXVALUE %s CACHE %s %s', s.seqstart, s.seqincrement, s.seqmin,
              s.seqmax, s.seqcache, CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END) AS options,
       s.seqmax = CASE s.seqtypid WHEN 'smallint'::regtype THEN 32767 WHEN 'integer'::regtype THEN 2147483647
                                  ELSE 9223372036854775807 END AS whole,
       ARRAY(
         SELECT format('REVOKE ALL ON SEQUENCE %s FROM %I', c.oid::regclass, pg_get_userbyid(c.relowner))
         WHERE c.relacl IS NOT NULL
         UNION ALL
         SELECT *
         FROM (SELECT format('GRANT %s ON SEQUENCE %s TO %s%s', string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type),
                             c.oid::regclass,
                             CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
                             CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
               FROM aclexplode(c.relacl) g
               GROUP BY g.grantee, g.is_grantable
               ORDER BY 1) granted
         UNION ALL
         SELECT format('COMMENT ON SEQUENCE %s IS %L', c.oid::regclass, obj_description(c.oid, 'pg_class'))
         WHERE obj_description(c.oid, 'pg_class') IS NOT NULL) AS more,
       ARRAY(SELECT pg_describe_object(u.classid, u.objid, u.objsubid)
             FROM pg_depend u
             LEFT JOIN pg_attrdef e ON u.classid = 'pg_attrdef'::regclass AND e.oid = u.objid
             WHERE u.refclassid = 'pg_class'::regclass AND u.refobjid = c.oid AND u.deptype <> 'i'
               AND (e.oid IS NULL OR e.adrelid <> d.refobjid OR e.adnum <> d.refobjsubid)
             UNION ALL
             -- a sequence that is made again would get these
             SELECT 'default privileges on sequences'
             WHERE d.deptype = 'i' AND EXISTS (SELECT FROM pg_default_acl l WHERE l.defaclobjtype = 'S')
             ORDER BY 1) AS used_by
FROM pg_depend d
JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_sequence s ON s.seqrelid = c.oid
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
  AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
  AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'ripcord', 'ripcord_kept')
ORDER BY d.refobjid, c.relname COLLATE "C"
