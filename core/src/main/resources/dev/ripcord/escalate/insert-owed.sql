INSERT INTO ripcord.owed (letter, channel, alert, moment, audience, phase, reason)
VALUES (?, ?, ?, ?, ?, ?, ?)
-- the same may end twice in a run: what is said of it last counts
ON CONFLICT (letter, channel) DO UPDATE SET phase = excluded.phase, reason = excluded.reason
