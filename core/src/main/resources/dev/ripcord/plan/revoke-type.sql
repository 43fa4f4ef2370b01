DO $ripcord$
DECLARE
  each record;
BEGIN
  -- default privileges are for new types at large; this one takes the place of another
  FOR each IN
    SELECT DISTINCT a.grantee
    FROM pg_type t, aclexplode(coalesce(t.typacl, acldefault('T', t.typowner))) a
    WHERE t.oid = :ripcord_type::regtype AND a.grantee <> t.typowner
  LOOP
    EXECUTE format('REVOKE ALL ON TYPE %s FROM %s', :ripcord_type::regtype,
                   CASE each.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(each.grantee)) END);
  END LOOP;
END
$ripcord$
