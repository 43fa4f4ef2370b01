-- views and materialized views outside of extensions, with statements that give another view of the
-- same name what this one has
WITH acl AS (
  SELECT c.oid, c.relowner, item.*
  FROM pg_class c
  CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) item
  WHERE c.relkind IN ('v', 'm')
)
SELECT c.oid,
       n.nspname AS schema,
       c.relname AS name,
       c.relkind = 'm' AS materialized,
       pg_get_viewdef(c.oid) AS definition,
       obj_description(c.oid, 'pg_class') AS comment,
       ARRAY(SELECT split_part(option, '=', 1) || '=' || quote_literal(substr(option, strpos(option, '=') + 1))
             FROM unnest(c.reloptions) option) AS options,
       -- whom default privileges of the schema or the database may have favoured goes first
       ARRAY[format('ALTER VIEW %s OWNER TO %I', c.oid::regclass, pg_get_userbyid(c.relowner))]
       || ARRAY(SELECT format('REVOKE ALL ON %s FROM %s', c.oid::regclass,
                              CASE who WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(who)) END)
                FROM (SELECT a.grantee AS who FROM acl a WHERE a.oid = c.oid
                      UNION
                      SELECT given.grantee
                      FROM pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) given
                      WHERE d.defaclobjtype = 'r' AND d.defaclnamespace IN (0, c.relnamespace)) favoured
                ORDER BY who)
       || ARRAY(SELECT format('GRANT %s ON %s TO %s%s',
                              string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type),
                              c.oid::regclass,
                              CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
                              CASE WHEN a.is_grantable AND a.grantee <> a.relowner THEN ' WITH GRANT OPTION' ELSE '' END)
                FROM acl a
                WHERE a.oid = c.oid
                GROUP BY a.grantee, a.is_grantable, a.relowner
                ORDER BY a.grantee, a.is_grantable)
       || ARRAY(SELECT statement
                FROM pg_trigger g
                CROSS JOIN LATERAL (VALUES
                  (1, pg_get_triggerdef(g.oid)),
                  (2, CASE g.tgenabled
                        WHEN 'D' THEN format('ALTER TABLE %s DISABLE TRIGGER %I', c.oid::regclass, g.tgname)
                        WHEN 'R' THEN format('ALTER TABLE %s ENABLE REPLICA TRIGGER %I', c.oid::regclass, g.tgname)
                        WHEN 'A' THEN format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', c.oid::regclass, g.tgname) END),
                  (3, format('COMMENT ON TRIGGER %I ON %s IS %L', g.tgname, c.oid::regclass,
                             obj_description(g.oid, 'pg_trigger')))) each(place, statement)
                WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND statement IS NOT NULL
                  AND (place < 3 OR obj_description(g.oid, 'pg_trigger') IS NOT NULL)
                ORDER BY g.tgname, place) AS beside,
       ARRAY(SELECT 'rule ' || quote_ident(r.rulename) FROM pg_rewrite r
             WHERE r.ev_class = c.oid AND r.rulename <> '_RETURN' ORDER BY 1)
       || ARRAY(SELECT DISTINCT 'privileges granted by somebody else than the owner' FROM acl a
                WHERE a.oid = c.oid AND a.grantor <> a.relowner)
       || ARRAY(SELECT DISTINCT 'security labels' FROM pg_seclabel s
                WHERE s.classoid = 'pg_class'::regclass AND s.objoid = c.oid) AS not_copied
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm')
  AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'ripcord', 'ripcord_kept')
  AND NOT EXISTS (SELECT FROM pg_depend d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
