-- options of CREATE DATABASE; none where the server has this encoding anyway. Its locale may not go with another one
SELECT CASE
    WHEN pg_encoding_to_char(encoding) = ? THEN ''
    ELSE format(' ENCODING %L LOCALE ''C''%s', ?,
      CASE WHEN current_setting('server_version_num')::int >= 150000 THEN ' LOCALE_PROVIDER libc' ELSE '' END)
  END AS options
FROM pg_database
WHERE datname = 'template0'
