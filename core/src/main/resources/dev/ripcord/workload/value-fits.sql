CREATE OR REPLACE FUNCTION pg_temp.ripcord_fits(value text, type text) RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
  EXECUTE format('SELECT %L::%s', value, type);
  RETURN true;
EXCEPTION WHEN others THEN
  RETURN false;
END
$$
