CREATE SCHEMA ripcord;

COMMENT ON SCHEMA ripcord IS 'The run of a migration by ripcord: its journal, archives and sync functions';

-- sync triggers run as the client, whoever that is
GRANT USAGE ON SCHEMA ripcord TO PUBLIC;

CREATE TABLE ripcord.journal (
  seq bigint PRIMARY KEY,
  at timestamp with time zone NOT NULL,
  plan text NOT NULL,
  kind text NOT NULL,
  unit text NOT NULL,
  detail text NOT NULL,
  previous text NOT NULL,
  hash text NOT NULL
);

COMMENT ON TABLE ripcord.journal IS 'Append-only; each entry is hashed together with the one before it';

CREATE FUNCTION ripcord.refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS $ripcord$
BEGIN
  RAISE EXCEPTION 'the journal is append-only';
END
$ripcord$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ripcord.journal
  FOR EACH STATEMENT EXECUTE FUNCTION ripcord.refuse_journal_change();

CREATE TABLE ripcord.walk (
  unit text PRIMARY KEY,
  pass integer NOT NULL,
  next_block bigint NOT NULL,
  end_block bigint NOT NULL,
  changed_in_pass bigint NOT NULL,
  changed bigint NOT NULL
);

COMMENT ON TABLE ripcord.walk IS 'How far each batched walk got, committed with each batch';

CREATE TABLE ripcord.sync_conflict (
  at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  table_name text NOT NULL
);

COMMENT ON TABLE ripcord.sync_conflict IS 'One client changed both sides of a replacement inconsistently; the new side won';

CREATE FUNCTION ripcord.note_sync_conflict(table_name text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $ripcord$
  INSERT INTO ripcord.sync_conflict (table_name) VALUES (table_name)
$ripcord$;
