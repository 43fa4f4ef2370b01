UPDATE ripcord.request SET taken_at = clock_timestamp() WHERE id = ? AND taken_at IS NULL
