INSERT INTO ripcord.journal (seq, at, plan, kind, unit, detail, previous, hash)
VALUES (?, ?::timestamptz, ?, ?, ?, ?, ?, ?)
