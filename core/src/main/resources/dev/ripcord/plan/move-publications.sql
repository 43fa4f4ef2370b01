-- a write of one table becomes an UPDATE of the other, which the server refuses without an identity
SELECT NOT EXISTS (
  SELECT FROM pg_class AS c
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
  JOIN pg_publication_tables AS t ON t.schemaname = n.nspname AND t.tablename = c.relname
  JOIN pg_publication AS p ON p.pubname = t.pubname AND p.pubupdate
  WHERE c.oid IN (:from::regclass, :to::regclass)
    AND c.relreplident <> 'f'
    AND NOT EXISTS (
      SELECT FROM pg_index AS i
      WHERE i.indrelid = c.oid AND (c.relreplident = 'd' AND i.indisprimary OR c.relreplident = 'i' AND i.indisreplident)))
