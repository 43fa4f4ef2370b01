SELECT NOT EXISTS (
  SELECT FROM pg_attribute AS a JOIN pg_collation AS c ON c.oid = a.attcollation
  WHERE a.attrelid = :from::regclass AND a.attname IN (:columns) AND NOT c.collisdeterministic)
