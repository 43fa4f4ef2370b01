CREATE OR REPLACE FUNCTION pg_temp.ripcord_fits(value text) RETURNS boolean
LANGUAGE plpgsql
AS $$
BEGIN
  DECLARE
    unused %1$s;
  BEGIN
    unused := value;
    RETURN true;
  EXCEPTION WHEN others THEN
    RETURN false;
  END;
EXCEPTION WHEN not_null_violation THEN
  -- a variable of a domain that is NOT NULL must have the value from the beginning
  BEGIN
    DECLARE
      unused %1$s := value;
    BEGIN
      RETURN true;
    END;
  EXCEPTION WHEN others THEN
    RETURN false;
  END;
END
$$
