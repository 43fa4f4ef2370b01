-- rows that clients wrote are theirs: the table goes out of sight with them, and binds no other table
DO $ripcord$
DECLARE
  leaving oid := :table::regclass;
  place name := :name;
  filled boolean;
  part record;
BEGIN
  LOCK TABLE :quoted IN ACCESS EXCLUSIVE MODE;
  SELECT EXISTS (SELECT FROM :quoted) INTO filled;
  IF NOT filled THEN
    DROP TABLE :quoted;
    RETURN;
  END IF;
  CREATE SCHEMA IF NOT EXISTS ripcord_kept;
  FOR part IN
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', leaving::regclass, conname) AS statement
    FROM pg_constraint WHERE conrelid = leaving AND contype = 'f'
    UNION ALL
    -- the schema may have names of an earlier way back; too long a name is cut at its end
    SELECT format('ALTER %s %s RENAME TO %I', CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'INDEX' END,
                  c.oid::regclass, 'kept_' || c.oid || '_' || c.relname)
    FROM pg_class c
    WHERE c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = leaving)
       OR c.relkind = 'S' AND EXISTS (SELECT FROM pg_depend d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
              AND d.refclassid = 'pg_class'::regclass AND d.refobjid = leaving AND d.deptype IN ('a', 'i'))
  LOOP
    EXECUTE part.statement;
  END LOOP;
  IF EXISTS (SELECT FROM pg_class WHERE relnamespace = 'ripcord_kept'::regnamespace AND relname = place) THEN
    place := 'kept_' || leaving || '_' || place;
  END IF;
  EXECUTE format('ALTER TABLE %s RENAME TO %I', leaving::regclass, place);
  EXECUTE format('ALTER TABLE %s SET SCHEMA ripcord_kept', leaving::regclass);
  EXECUTE format('COMMENT ON TABLE %s IS %L', leaving::regclass,
                 'Kept by ripcord: the new table ' || :quoted_text || ' with the rows that clients wrote');
END
$ripcord$;
