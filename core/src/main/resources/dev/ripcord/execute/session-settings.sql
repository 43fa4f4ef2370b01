-- what somebody set on the role or the database must not cancel a long step, nor hide rows from a walk:
-- with row_security off a policy that would filter is an error (CREATE POLICY in the manual)
SELECT set_config(name, CASE name WHEN 'default_transaction_isolation' THEN 'read committed'
    WHEN 'row_security' THEN 'off' WHEN 'default_transaction_read_only' THEN 'off' ELSE '0' END, false) AS value
FROM pg_settings
WHERE name IN ('statement_timeout', 'idle_session_timeout', 'idle_in_transaction_session_timeout',
  'transaction_timeout', 'row_security', 'default_transaction_isolation', 'default_transaction_read_only')
