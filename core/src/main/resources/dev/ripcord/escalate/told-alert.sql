-- only of the level at which it was told
UPDATE ripcord.alert SET told_at = ?::timestamptz WHERE id = ? AND level = ? AND told_at IS NULL
