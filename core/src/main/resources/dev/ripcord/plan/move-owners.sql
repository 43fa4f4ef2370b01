SELECT count(DISTINCT relowner) = 1 FROM pg_class WHERE oid IN (:from::regclass, :to::regclass)
