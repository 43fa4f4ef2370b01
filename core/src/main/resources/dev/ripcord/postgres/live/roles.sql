-- owners, grantors and grantees; objects of the role that initdb made are not recorded
SELECT DISTINCT r.rolname AS name
FROM pg_roles r
LEFT JOIN pg_shdepend d
  ON d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid
  AND d.dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
WHERE (d.refobjid IS NOT NULL OR r.oid = 10) AND r.rolname !~ '^pg_'
ORDER BY 1
