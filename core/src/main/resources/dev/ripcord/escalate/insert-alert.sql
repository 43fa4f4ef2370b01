INSERT INTO ripcord.alert (id, kind, name, phase, seen, doing, level, raised_at, level_since, asked_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz, ?::timestamptz)
