-- PostgreSQL allows 1,600 columns, dropped ones included
CREATE TABLE wide (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
DO $$
BEGIN
  EXECUTE 'ALTER TABLE wide '
    || (SELECT string_agg(format('ADD COLUMN column_number_%s int', i), ', ') FROM generate_series(1, 1499) AS i);
END
$$;
CREATE INDEX ON wide (column_number_700);
