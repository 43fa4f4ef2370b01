SELECT who, to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since,
  extract(epoch FROM clock_timestamp() - seen)::float8 AS silent, state
FROM ripcord.controller
