UPDATE ripcord.alert SET resolved_at = ?::timestamptz WHERE id = ? AND resolved_at IS NULL
