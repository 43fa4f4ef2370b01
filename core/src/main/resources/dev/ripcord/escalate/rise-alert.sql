-- also one that somebody acknowledged: what is worse must be acknowledged again
UPDATE ripcord.alert
SET phase = ?, seen = ?, doing = ?, level = ?, level_since = ?::timestamptz, asked_at = ?::timestamptz,
  told_at = NULL, acknowledged_by = NULL, acknowledged_at = NULL
WHERE id = ? AND resolved_at IS NULL AND level <> ?
