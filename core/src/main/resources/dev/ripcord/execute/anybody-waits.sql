-- cheap, and yes in case of doubt: of other roles' sessions one without pg_read_all_stats sees the existence alone
SELECT EXISTS (SELECT FROM pg_stat_activity
  WHERE datname = current_database() AND (wait_event_type = 'Lock' OR query = '<insufficient privilege>')) AS found
