-- the message with which a query fails; null if it does not
CREATE OR REPLACE FUNCTION pg_temp.ripcord_failure(query text) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE query;
  RETURN NULL;
EXCEPTION WHEN others THEN
  RETURN SQLERRM;
END
$$
