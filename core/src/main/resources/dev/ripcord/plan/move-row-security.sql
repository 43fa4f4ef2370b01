SELECT NOT EXISTS (SELECT FROM pg_class WHERE oid IN (:from::regclass, :to::regclass) AND relrowsecurity)
