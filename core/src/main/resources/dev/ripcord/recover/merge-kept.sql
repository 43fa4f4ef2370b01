CREATE TABLE IF NOT EXISTS ripcord_kept.merged_rows (
  merge text NOT NULL,
  of_table text NOT NULL,
  key_hash text NOT NULL,
  key jsonb NOT NULL,
  action text NOT NULL CHECK (action IN ('updated', 'inserted', 'deleted', 'merged')),
  altered boolean NOT NULL,
  kept jsonb,
  at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
  PRIMARY KEY (merge, of_table, key_hash));
COMMENT ON TABLE ripcord_kept.merged_rows IS
  'rows that a merge of damaged tables wrote, with what it overwrote or deleted as it was printed (kept)'
