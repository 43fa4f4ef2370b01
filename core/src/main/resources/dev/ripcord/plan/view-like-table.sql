DO $ripcord$
DECLARE
  viewed regclass := :ripcord_view::regclass;
  base regclass := :ripcord_table::regclass;
  base_owner oid;
  each record;
BEGIN
  SELECT relowner INTO base_owner FROM pg_class WHERE oid = base;
  -- default privileges may have given the view more than the table has
  FOR each IN
    SELECT DISTINCT a.grantee FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = viewed AND a.grantee <> c.relowner
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %s', viewed,
                   CASE each.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(each.grantee)) END);
  END LOOP;
  IF base_owner <> (SELECT relowner FROM pg_class WHERE oid = viewed) THEN
    EXECUTE format('ALTER VIEW %s OWNER TO %I', viewed, pg_get_userbyid(base_owner));
  END IF;
  FOR each IN
    SELECT a.privilege_type || '' AS privilege, a.grantee, a.is_grantable
    FROM pg_class c, aclexplode(c.relacl) a
    WHERE c.oid = base AND a.grantee <> c.relowner
    UNION ALL
    SELECT format('%s (%I)', a.privilege_type, t.attname), a.grantee, a.is_grantable
    FROM pg_attribute t, aclexplode(t.attacl) a
    WHERE t.attrelid = base AND t.attnum > 0 AND NOT t.attisdropped
  LOOP
    EXECUTE format('GRANT %s ON %s TO %s%s', each.privilege, viewed,
                   CASE each.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(each.grantee)) END,
                   CASE WHEN each.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);
  END LOOP;
END
$ripcord$
