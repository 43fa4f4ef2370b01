SELECT seq, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, plan, kind, unit,
  detail, previous, hash
FROM ripcord.journal
ORDER BY seq
