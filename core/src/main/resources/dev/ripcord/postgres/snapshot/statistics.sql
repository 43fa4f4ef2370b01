SELECT s.stxrelid AS oid,
       n.nspname AS schema,
       s.stxname AS name,
       pg_get_statisticsobjdef(s.oid) AS definition,
       ARRAY(SELECT a.attname::text
             FROM pg_attribute a
             WHERE a.attrelid = s.stxrelid
               AND (a.attnum = ANY (s.stxkeys::int2[])
                    OR a.attnum IN (SELECT d.refobjsubid FROM pg_depend d
                                    WHERE d.classid = 'pg_statistic_ext'::regclass AND d.objid = s.oid
                                      AND d.refclassid = 'pg_class'::regclass AND d.refobjid = s.stxrelid))
               AND a.attnum > 0
             ORDER BY a.attnum) AS columns,
       array_remove(ARRAY[
         CASE WHEN s.stxstattarget >= 0
              THEN format('ALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, s.stxname, s.stxstattarget) END,
         format('ALTER STATISTICS %I.%I OWNER TO %I', n.nspname, s.stxname, pg_get_userbyid(s.stxowner)),
         CASE WHEN obj_description(s.oid, 'pg_statistic_ext') IS NOT NULL
              THEN format('COMMENT ON STATISTICS %I.%I IS %L', n.nspname, s.stxname,
                          obj_description(s.oid, 'pg_statistic_ext')) END], NULL) AS more
FROM pg_statistic_ext s
JOIN pg_namespace n ON n.oid = s.stxnamespace
WHERE n.nspname !~ '^pg_'
  AND n.nspname NOT IN ('information_schema', 'ripcord', 'ripcord_kept')
ORDER BY s.stxrelid, s.stxname COLLATE "C"
