-- everything that changes how values or definitions are printed, for this transaction only
SELECT set_config(name, value, true)
FROM (VALUES
  ('search_path', 'pg_catalog'),
  ('quote_all_identifiers', 'off'),
  ('row_security', 'off'),
  ('extra_float_digits', '3'),
  ('DateStyle', 'ISO, YMD'),
  ('IntervalStyle', 'postgres'),
  ('TimeZone', 'UTC'),
  ('bytea_output', 'hex'),
  ('xmlbinary', 'base64'),
  ('lc_monetary', 'C'),
  ('jit', 'off')
) AS setting(name, value)
