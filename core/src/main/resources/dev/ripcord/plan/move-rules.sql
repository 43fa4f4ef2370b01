SELECT NOT EXISTS (SELECT FROM pg_rewrite WHERE ev_class IN (:from::regclass, :to::regclass))
