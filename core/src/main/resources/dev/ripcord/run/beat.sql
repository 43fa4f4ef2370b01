INSERT INTO ripcord.controller (who, since, seen, state) VALUES (?, ?::timestamptz, clock_timestamp(), ?)
ON CONFLICT (only_one) DO UPDATE
  SET who = excluded.who, since = excluded.since, seen = excluded.seen, state = excluded.state
