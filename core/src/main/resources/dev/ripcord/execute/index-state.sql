SELECT coalesce((SELECT CASE WHEN indisvalid AND indisready THEN 'valid' ELSE 'invalid' END
  FROM pg_index WHERE indexrelid = to_regclass(?)), 'absent') AS state
