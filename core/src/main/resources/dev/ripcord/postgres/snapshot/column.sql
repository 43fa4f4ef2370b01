SELECT a.attrelid AS oid,
       a.attname AS name,
       format_type(a.atttypid, a.atttypmod) AS type,
       a.attnotnull AS not_null,
       CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END AS default_value,
       CASE WHEN a.attcollation <> t.typcollation AND a.attcollation <> 0
            THEN (SELECT quote_ident(n.nspname) || '.' || quote_ident(l.collname)
                  FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace
                  WHERE l.oid = a.attcollation)
       END AS collation,
       a.attgenerated::text || a.attidentity::text AS generation,
       col_description(a.attrelid, a.attnum) AS comment,
       ARRAY(SELECT format('GRANT %s ON %s TO %s%s',
                           string_agg(format('%s (%I)', g.privilege_type, a.attname), ', ' ORDER BY g.privilege_type),
                           a.attrelid::regclass,
                           CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END,
                           CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
             FROM aclexplode(a.attacl) g
             GROUP BY g.grantee, g.is_grantable
             ORDER BY pg_get_userbyid(g.grantee) COLLATE "C", g.is_grantable) AS grants,
       array_remove(ARRAY[
         CASE WHEN a.attstattarget >= 0 THEN format('SET STATISTICS %s', a.attstattarget) END,
         CASE WHEN a.attstorage <> t.typstorage
              THEN format('SET STORAGE %s',
                          CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL'
                                            WHEN 'x' THEN 'EXTENDED' ELSE 'MAIN' END) END,
         CASE a.attcompression WHEN 'p' THEN 'SET COMPRESSION pglz' WHEN 'l' THEN 'SET COMPRESSION lz4' END,
         'SET (' || array_to_string(a.attoptions, ', ') || ')'], NULL) AS settings,
       -- functions that every database has are pinned and not in pg_depend: the expression names them all
       a.attgenerated = ''
         AND EXISTS (SELECT FROM regexp_matches(d.adbin::text, ':(op)*funcid (\d+)', 'g') called
                     JOIN pg_proc p ON p.oid = called[2]::oid
                     WHERE p.provolatile = 'v') AS volatile_default,
       coalesce((SELECT l.collisdeterministic FROM pg_collation l WHERE l.oid = a.attcollation), true) AS deterministic
FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relkind IN ('r', 'p')
  AND a.attnum > 0
  AND NOT a.attisdropped
  AND n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'ripcord', 'ripcord_kept')
ORDER BY a.attrelid, a.attnum
