SELECT id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at, kind,
  split_part(target, '#', 1) AS target, split_part(target, '#', 2) AS passage, who, reason, accepts_loss
FROM ripcord.request
WHERE taken_at IS NULL
ORDER BY id
