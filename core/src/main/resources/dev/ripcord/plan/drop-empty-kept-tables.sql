-- kept values are the users' data: only empty tables of them go
DO $ripcord$
DECLARE
  kept regclass;
  filled boolean;
BEGIN
  FOR kept IN
    SELECT oid::regclass FROM pg_class
    WHERE relnamespace = to_regnamespace('ripcord_kept') AND relkind = 'r'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', kept) INTO filled;
    IF NOT filled THEN
      EXECUTE format('DROP TABLE %s', kept);
    END IF;
  END LOOP;
  IF to_regnamespace('ripcord_kept') IS NOT NULL
     AND NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace('ripcord_kept')) THEN
    DROP SCHEMA ripcord_kept;
  END IF;
END
$ripcord$;
