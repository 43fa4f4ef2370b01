-- for this transaction: whatever goes wrong, the live server is rid of us soon
SELECT set_config(name, value, true)
FROM (VALUES
  ('statement_timeout', '60s'),
  ('idle_in_transaction_session_timeout', '10min'),
  ('max_parallel_workers_per_gather', '0')
) AS setting(name, value)
