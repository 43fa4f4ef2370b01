INSERT INTO ripcord.alert (id, kind, name, phase, seen, doing, level, raised_at, level_since, asked_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz, ?::timestamptz)
-- a COMMIT that was lost from sight is done again
ON CONFLICT (id) DO NOTHING
