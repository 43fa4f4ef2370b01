DO $refuse$
DECLARE
  relation regclass;
  found text;
BEGIN
  -- whoever makes a view, a rule, a foreign key or an index on a relation locks it first
  FOR relation IN
    SELECT oid FROM pg_class WHERE relnamespace = to_regnamespace('ripcord') AND relkind IN ('r', 'p', 'v') ORDER BY oid
  LOOP
    EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', relation);
  END LOOP;
  SELECT string_agg(dependent, ', ') INTO found FROM (
:theirs
  ) AS theirs;
  IF found IS NOT NULL THEN
    RAISE EXCEPTION 'on what would go depends, and must be dropped first: %', found;
  END IF;
END $refuse$
