-- nothing if somebody acknowledged it meanwhile, at another terminal
UPDATE ripcord.alert
SET level = ?, level_since = ?::timestamptz, asked_at = ?::timestamptz, told_at = NULL
WHERE id = ? AND acknowledged_at IS NULL AND resolved_at IS NULL
