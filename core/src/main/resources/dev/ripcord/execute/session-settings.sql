-- what somebody set on the role or the database must not cancel a long step, hide rows from a walk, switch triggers off,
-- nor change what names and literals mean; what is so already is left alone, since some may be set by a superuser only,
-- as is what this server does not know.
-- row_security: with it off a policy that would filter is an error (CREATE POLICY in the manual).
-- search_path: the database's own as in a rehearsal, whoever we are: without "$user", and with pg_catalog first.
-- jit: a batch of a walk may look up each row elsewhere, which is estimated dearly and compiled anew for every batch.
-- client_connection_check_interval: after our death the server gives up what it still does for us, and with it the lock.
-- idle_in_transaction_session_timeout, tcp_keepalives_*: from a host that vanished, or stands still, no word of its end comes;
-- between two statements of a transaction we have nothing to think about.
WITH wanted (name, value) AS (
  VALUES ('statement_timeout', '0'), ('lock_timeout', '0'), ('transaction_timeout', '0'), ('idle_session_timeout', '0'),
    ('idle_in_transaction_session_timeout', '30s'), ('row_security', 'off'), ('default_transaction_read_only', 'off'),
    ('default_transaction_isolation', 'read committed'), ('session_replication_role', 'origin'),
    ('standard_conforming_strings', 'on'), ('transform_null_equals', 'off'), ('jit', 'off'),
    ('tcp_keepalives_idle', '10'), ('tcp_keepalives_interval', '5'), ('tcp_keepalives_count', '3')
  UNION ALL
  SELECT 'synchronous_commit', 'on' WHERE current_setting('synchronous_commit') = 'off'
  UNION ALL
  SELECT 'client_connection_check_interval', '1s' WHERE version() ~ 'linux'
  UNION ALL
  SELECT 'search_path', coalesce(string_agg(element, ', ' ORDER BY number), '')
  FROM (SELECT coalesce((SELECT substr(setting, length('search_path=') + 1)
          FROM pg_db_role_setting AS s JOIN pg_database AS d ON d.oid = s.setdatabase, unnest(s.setconfig) AS setting
          WHERE s.setrole = 0 AND d.datname = current_database() AND setting LIKE 'search\_path=%'), 'public') AS path) AS own,
    regexp_split_to_table(path, '\s*,\s*') WITH ORDINALITY AS elements (element, number)
  WHERE element NOT IN ('$user', '"$user"', 'pg_catalog', '"pg_catalog"', '""')
)
SELECT set_config(name, value, false) AS value
FROM wanted
WHERE current_setting(name, true) <> value
