-- What PostgreSQL binds to columns by their numbers, not by their names, and the statements that bind it anew.
WITH RECURSIVE reach (oid, attnum, relation, depth) AS (
  SELECT DISTINCT d.refobjid, d.refobjsubid, d.refobjid, 0
  FROM pg_depend d
  JOIN pg_class c ON c.oid = d.refobjid AND c.relkind IN ('r', 'p')
  WHERE d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0
    AND d.classid IN ('pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_proc'::regclass, 'pg_trigger'::regclass)
  UNION
  -- a view stands on a column, another view on the view
  SELECT r.oid, r.attnum, w.ev_class, r.depth + 1
  FROM reach r
  JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = r.relation
                  AND d.classid = 'pg_rewrite'::regclass AND (r.depth > 0 OR d.refobjsubid = r.attnum)
  JOIN pg_rewrite w ON w.oid = d.objid AND w.rulename = '_RETURN' AND w.ev_class <> r.relation
),
bound AS (
  SELECT r.oid, r.attnum, r.depth, 'pg_class'::regclass::oid AS classid, r.relation AS objid
  FROM reach r
  WHERE r.depth > 0
  UNION
  SELECT r.oid, r.attnum, r.depth + 1, d.classid, d.objid
  FROM reach r
  JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = r.relation
                  AND (r.depth > 0 OR d.refobjsubid = r.attnum)
  LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
  LEFT JOIN pg_trigger g ON d.classid = 'pg_trigger'::regclass AND g.oid = d.objid
  WHERE d.classid IN ('pg_policy'::regclass, 'pg_proc'::regclass)
     -- a view's own rules and triggers come and go with it
     OR w.rulename <> '_RETURN' AND (r.depth = 0 OR w.ev_class <> r.relation)
     OR NOT g.tgisinternal AND (r.depth = 0 OR g.tgrelid <> r.relation)
  UNION
  -- functions and columns of the row type of a view
  SELECT r.oid, r.attnum, r.depth + 1, d.classid, d.objid
  FROM reach r
  JOIN pg_type t ON t.typrelid = r.relation
  JOIN pg_depend d ON d.refclassid = 'pg_type'::regclass AND d.refobjid IN (t.oid, t.typarray) AND d.deptype = 'n'
  WHERE r.depth > 0
),
object AS (
  SELECT b.oid, b.classid, b.objid, min(b.depth) = 1 AS direct, max(b.depth) AS depth,
         ARRAY(SELECT a.attname::text FROM pg_attribute a
               WHERE a.attrelid = b.oid AND a.attnum = ANY (array_agg(b.attnum)) ORDER BY a.attnum) AS columns
  FROM bound b
  GROUP BY b.oid, b.classid, b.objid
),
receivers AS (
  -- whom ALTER DEFAULT PRIVILEGES gives something of a new view
  SELECT DISTINCT CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS name
  FROM pg_default_acl d
  CROSS JOIN LATERAL aclexplode(d.defaclacl) g
  WHERE d.defaclobjtype = 'r'
),
privilege AS (
  SELECT c.oid, 0 AS attnum, g.grantor <> c.relowner AS foreign_grant, g.grantee, g.is_grantable, g.privilege_type
  FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) g
  WHERE c.relkind = 'v'
  UNION ALL
  SELECT c.oid, a.attnum, g.grantor <> c.relowner, g.grantee, g.is_grantable, g.privilege_type
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attacl IS NOT NULL AND a.attnum > 0
  CROSS JOIN LATERAL aclexplode(a.attacl) g
  WHERE c.relkind = 'v'
),
view AS (
  SELECT c.oid, c.relname, n.nspname, c.relowner,
         format('VIEW %s%s AS %s', c.oid::regclass,
                (SELECT ' WITH (' || string_agg(format('%s=%L', option_name, option_value), ', ') || ')'
                 FROM pg_options_to_table(c.reloptions)),
                rtrim(pg_get_viewdef(c.oid), E'; \n')) AS definition,
         format('ALTER VIEW %s OWNER TO %I', c.oid::regclass, pg_get_userbyid(c.relowner)) AS owner
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'v'
),
made AS (
  -- a view as it is, statement by statement; the numbers keep their order
  SELECT v.oid, 1 AS place, '' AS name, 'CREATE ' || v.definition AS statement FROM view v
  UNION ALL
  SELECT v.oid, 2, '', v.owner FROM view v
  UNION ALL
  SELECT v.oid, 3, '',
         format('REVOKE ALL ON %s FROM %s', v.oid::regclass,
                (SELECT string_agg(DISTINCT name, ', ')
                 FROM (SELECT name FROM receivers
                       UNION SELECT quote_ident(pg_get_userbyid(v.relowner)) WHERE c.relacl IS NOT NULL) others))
  FROM view v
  JOIN pg_class c ON c.oid = v.oid
  WHERE c.relacl IS NOT NULL OR EXISTS (SELECT FROM receivers)
  UNION ALL
  SELECT v.oid, 4, '', format('GRANT ALL ON %s TO %I', v.oid::regclass, pg_get_userbyid(v.relowner))
  FROM view v
  JOIN pg_class c ON c.oid = v.oid
  WHERE c.relacl IS NULL AND EXISTS (SELECT FROM receivers)
  UNION ALL
  SELECT p.oid, 5, p.attnum || ' ' || p.grantee || p.is_grantable,
         format('GRANT %s ON %s TO %s%s',
                string_agg(p.privilege_type || coalesce(' (' || quote_ident(a.attname) || ')', ''), ', ' ORDER BY p.privilege_type),
                p.oid::regclass,
                CASE p.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(p.grantee)) END,
                CASE WHEN p.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
  FROM privilege p
  LEFT JOIN pg_attribute a ON a.attrelid = p.oid AND a.attnum = p.attnum AND p.attnum > 0
  GROUP BY p.oid, p.attnum, a.attname, p.grantee, p.is_grantable
  UNION ALL
  SELECT v.oid, 6, lpad(d.adnum::text, 4, '0'),
         format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', v.oid::regclass, a.attname, pg_get_expr(d.adbin, d.adrelid))
  FROM view v
  JOIN pg_attrdef d ON d.adrelid = v.oid
  JOIN pg_attribute a ON a.attrelid = v.oid AND a.attnum = d.adnum
  UNION ALL
  SELECT v.oid, 7, lpad(d.objsubid::text, 4, '0'),
         CASE d.objsubid WHEN 0 THEN format('COMMENT ON VIEW %s IS %L', v.oid::regclass, d.description)
                         ELSE format('COMMENT ON COLUMN %s.%I IS %L', v.oid::regclass, a.attname, d.description) END
  FROM view v
  JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = v.oid
  LEFT JOIN pg_attribute a ON a.attrelid = v.oid AND a.attnum = d.objsubid AND d.objsubid > 0
  UNION ALL
  SELECT v.oid, 8, w.rulename::text, step.statement
  FROM view v
  JOIN pg_rewrite w ON w.ev_class = v.oid AND w.rulename <> '_RETURN'
  CROSS JOIN LATERAL (VALUES
    (1, rtrim(pg_get_ruledef(w.oid), E'; \n')),
    (2, (SELECT format('COMMENT ON RULE %I ON %s IS %L', w.rulename, v.oid::regclass, obj_description(w.oid, 'pg_rewrite'))
         WHERE obj_description(w.oid, 'pg_rewrite') IS NOT NULL))) step (place, statement)
  WHERE step.statement IS NOT NULL
  UNION ALL
  SELECT v.oid, 9, g.tgname || step.place, step.statement
  FROM view v
  JOIN pg_trigger g ON g.tgrelid = v.oid AND NOT g.tgisinternal
  CROSS JOIN LATERAL (VALUES
    (1, pg_get_triggerdef(g.oid)),
    (2, (SELECT format('COMMENT ON TRIGGER %I ON %s IS %L', g.tgname, v.oid::regclass, obj_description(g.oid, 'pg_trigger'))
         WHERE obj_description(g.oid, 'pg_trigger') IS NOT NULL))) step (place, statement)
  WHERE step.statement IS NOT NULL
)
SELECT o.oid,
       pg_describe_object(o.classid, o.objid, 0) AS what,
       o.columns,
       o.direct,
       o.depth,
       CASE WHEN v.oid IS NOT NULL THEN 'view'
            WHEN o.classid = 'pg_policy'::regclass THEN 'policy'
            WHEN o.classid = 'pg_trigger'::regclass THEN 'trigger'
            WHEN w.oid IS NOT NULL THEN 'rule'
            WHEN o.classid = 'pg_proc'::regclass AND f.prosqlbody IS NOT NULL THEN 'function'
            ELSE 'other' END AS kind,
       CASE WHEN EXISTS (SELECT FROM pg_depend e WHERE e.classid = o.classid AND e.objid = o.objid AND e.deptype IN ('e', 'x'))
              THEN 'it belongs to an extension'
            WHEN m.relkind = 'm' THEN 'its rows are stored and would have to be computed again under a lock'
            WHEN w.ev_class = o.oid
              THEN 'a rule sees what a client writes, not what triggers make of it'
            WHEN o.classid = 'pg_proc'::regclass
                 AND EXISTS (SELECT FROM pg_depend y JOIN pg_type t ON t.oid = y.refobjid
                             WHERE y.classid = o.classid AND y.objid = o.objid AND y.refclassid = 'pg_type'::regclass
                               AND (t.typrelid = o.oid OR t.typelem <> 0 AND (SELECT e.typrelid FROM pg_type e WHERE e.oid = t.typelem) = o.oid))
              THEN 'it takes or gives whole rows of the table'
       END AS obstacle,
       CASE WHEN EXISTS (SELECT FROM privilege p WHERE p.oid = v.oid AND p.foreign_grant)
              THEN 'privileges on it were granted by others than its owner'
            WHEN EXISTS (SELECT FROM pg_seclabel l WHERE l.classoid = o.classid AND l.objoid = o.objid)
              THEN 'it has a security label'
       END AS drop_obstacle,
       -- GROUP BY the primary key makes the constraint itself one of the things it stands on
       EXISTS (SELECT FROM pg_depend y
               JOIN pg_constraint k ON y.refclassid = 'pg_constraint'::regclass AND k.oid = y.refobjid AND k.conrelid = o.oid
               LEFT JOIN pg_rewrite x ON y.classid = 'pg_rewrite'::regclass AND x.oid = y.objid
               WHERE y.classid = o.classid AND y.objid = o.objid OR x.ev_class = v.oid) AS keyed,
       coalesce(v.nspname, rn.nspname) AS schema,
       coalesce(v.relname, rc.relname) AS name,
       CASE WHEN v.oid IS NOT NULL THEN v.owner END AS lock,
       CASE WHEN v.oid IS NOT NULL THEN ARRAY['CREATE OR REPLACE ' || v.definition]
            WHEN w.oid IS NOT NULL
              THEN ARRAY[regexp_replace(rtrim(pg_get_ruledef(w.oid), E'; \n'), '^CREATE RULE', 'CREATE OR REPLACE RULE')]
            WHEN p.oid IS NOT NULL
              THEN ARRAY[format('ALTER POLICY %I ON %s', p.polname, p.polrelid::regclass)
                         || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
                         || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')]
            WHEN f.prosqlbody IS NOT NULL THEN ARRAY[rtrim(pg_get_functiondef(o.objid), E'; \n')]
            WHEN g.oid IS NOT NULL
              THEN array_remove(ARRAY[
                CASE WHEN g.tgconstraint <> 0 THEN format('DROP TRIGGER %I ON %s', g.tgname, g.tgrelid::regclass) END,
                CASE WHEN g.tgconstraint <> 0 THEN pg_get_triggerdef(g.oid)
                     ELSE regexp_replace(pg_get_triggerdef(g.oid), '^CREATE TRIGGER', 'CREATE OR REPLACE TRIGGER') END,
                CASE WHEN g.tgconstraint <> 0 AND obj_description(g.oid, 'pg_trigger') IS NOT NULL
                     THEN format('COMMENT ON TRIGGER %I ON %s IS %L', g.tgname, g.tgrelid::regclass,
                                 obj_description(g.oid, 'pg_trigger')) END,
                CASE WHEN g.tgenabled <> 'O'
                     THEN format('ALTER TABLE %s %s TRIGGER %I', g.tgrelid::regclass,
                                 CASE g.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS'
                                                  ELSE 'ENABLE REPLICA' END, g.tgname) END], NULL)
            ELSE '{}' END AS again,
       CASE WHEN v.oid IS NOT NULL
            THEN ARRAY(SELECT made.statement FROM made WHERE made.oid = v.oid
                       ORDER BY made.place, made.name COLLATE "C") ELSE '{}' END AS create
FROM object o
JOIN pg_class t ON t.oid = o.oid
JOIN pg_namespace n ON n.oid = t.relnamespace
LEFT JOIN pg_class m ON o.classid = 'pg_class'::regclass AND m.oid = o.objid
LEFT JOIN view v ON o.classid = 'pg_class'::regclass AND v.oid = o.objid
LEFT JOIN pg_rewrite w ON o.classid = 'pg_rewrite'::regclass AND w.oid = o.objid
LEFT JOIN pg_policy p ON o.classid = 'pg_policy'::regclass AND p.oid = o.objid
LEFT JOIN pg_proc f ON o.classid = 'pg_proc'::regclass AND f.oid = o.objid
LEFT JOIN pg_trigger g ON o.classid = 'pg_trigger'::regclass AND g.oid = o.objid
LEFT JOIN pg_class rc ON rc.oid = coalesce(w.ev_class, p.polrelid, g.tgrelid)
LEFT JOIN pg_namespace rn ON rn.oid = rc.relnamespace
WHERE n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'ripcord', 'ripcord_kept')
ORDER BY o.oid, o.depth, pg_describe_object(o.classid, o.objid, 0) COLLATE "C"
