CREATE OR REPLACE FUNCTION pg_temp.ripcord_fits(value text) RETURNS boolean
LANGUAGE plpgsql
AS $$
DECLARE
  unused %s;
BEGIN
  unused := value;
  RETURN true;
EXCEPTION WHEN others THEN
  RETURN false;
END
$$
