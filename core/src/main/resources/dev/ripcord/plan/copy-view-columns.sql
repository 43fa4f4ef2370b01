-- what hangs on single columns, where the new view has a column of the same name
DO $ripcord$
DECLARE
  statement text;
BEGIN
  FOR statement IN
    SELECT sets.statement
    FROM pg_attribute o
    JOIN pg_attribute f ON f.attrelid = :fresh::regclass AND f.attname = o.attname AND NOT f.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = o.attrelid AND d.adnum = o.attnum
    CROSS JOIN LATERAL (
      SELECT format('COMMENT ON COLUMN %s.%I IS %L', f.attrelid::regclass, f.attname,
                    col_description(o.attrelid, o.attnum)) AS statement
      WHERE col_description(o.attrelid, o.attnum) IS NOT NULL
      UNION ALL
      SELECT format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', f.attrelid::regclass, f.attname,
                    pg_get_expr(d.adbin, d.adrelid))
      WHERE d.oid IS NOT NULL
      UNION ALL
      SELECT format('GRANT %s (%I) ON %s TO %s%s', g.privilege_type, f.attname, f.attrelid::regclass,
                    CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
                    CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
      FROM aclexplode(o.attacl) g) sets
    WHERE o.attrelid = :retired::regclass AND o.attnum > 0 AND NOT o.attisdropped
  LOOP
    EXECUTE statement;
  END LOOP;
END
$ripcord$;
