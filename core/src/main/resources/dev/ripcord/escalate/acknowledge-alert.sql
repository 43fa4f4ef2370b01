UPDATE ripcord.alert
SET acknowledged_by = ?, acknowledged_at = ?::timestamptz
WHERE id = ? AND acknowledged_at IS NULL AND resolved_at IS NULL
