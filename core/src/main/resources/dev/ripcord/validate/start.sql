-- concerned are roles that own or may something here, their members, and who is connected; of a role that is
-- looked for by its name later all are asked for
WITH RECURSIVE :affected, concerned AS (
  SELECT * FROM (
    SELECT refobjid AS oid FROM pg_shdepend
    WHERE refclassid = 'pg_authid'::regclass AND dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    UNION
    SELECT usesysid FROM pg_stat_activity WHERE datname = current_database() AND usesysid IS NOT NULL) AS own
  UNION
  SELECT m.member FROM pg_auth_members AS m JOIN concerned AS c ON c.oid = m.roleid
)
SELECT 'login' AS kind, r.rolname::text AS name,
       CASE WHEN NOT r.rolcanlogin THEN 'no: may not log in'
            WHEN NOT d.datallowconn THEN 'no: the database takes no connections'
            WHEN NOT has_database_privilege(r.oid, d.oid, 'CONNECT') THEN 'no: may not CONNECT to the database'
            WHEN r.rolconnlimit = 0 OR d.datconnlimit = 0 AND NOT r.rolsuper THEN 'no: its connections are limited to none'
            WHEN r.rolvaliduntil <= now() THEN 'no: its password has expired'
            ELSE 'yes' END AS value
FROM pg_roles AS r CROSS JOIN (SELECT * FROM pg_database WHERE datname = current_database()) AS d
WHERE r.rolname !~ '^pg_' AND (:concerned)
UNION ALL
SELECT 'powers', r.rolname,
       concat_ws(', ', 'role', CASE WHEN r.rolsuper THEN 'superuser' END, CASE WHEN r.rolcreaterole THEN 'creates roles' END,
                 CASE WHEN r.rolcreatedb THEN 'creates databases' END, CASE WHEN r.rolreplication THEN 'replicates' END,
                 CASE WHEN r.rolbypassrls THEN 'bypasses row security' END,
                 (SELECT 'member of ' || string_agg(DISTINCT quote_ident(g.rolname), ' and ' ORDER BY quote_ident(g.rolname))
                  FROM pg_auth_members AS m JOIN pg_roles AS g ON g.oid = m.roleid WHERE m.member = r.oid))
FROM pg_roles AS r WHERE r.rolname !~ '^pg_' AND (:concerned)
UNION ALL
SELECT 'slot', slot_name::text, CASE WHEN active THEN 'active' ELSE 'inactive' END
FROM pg_replication_slots WHERE NOT temporary AND coalesce(database, current_database()) = current_database()
UNION ALL
SELECT 'receiver', coalesce(nullif(application_name, ''), 'without a name'), count(*)::text
FROM pg_stat_replication GROUP BY 2
UNION ALL
SELECT 'rows', quote_ident(n.nspname) || '.' || quote_ident(c.relname),
       greatest(c.reltuples, pg_stat_get_live_tuples(c.oid), 0)::bigint::text
FROM affected JOIN pg_class AS c USING (oid) JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.relkind = 'r'
UNION ALL
SELECT 'counter', 'checksum failures', coalesce(sum(checksum_failures), 0)::text FROM pg_stat_database
