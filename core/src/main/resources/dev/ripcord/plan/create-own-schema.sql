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
  unit text NOT NULL,
  pass integer NOT NULL,
  next_block bigint NOT NULL,
  end_block bigint NOT NULL,
  changed_in_pass bigint NOT NULL,
  changed bigint NOT NULL,
  stretch integer NOT NULL DEFAULT 0,
  PRIMARY KEY (unit, stretch)
);

COMMENT ON TABLE ripcord.walk IS 'How far each stretch of each batched walk got, committed with each batch';

CREATE TABLE ripcord.sync_conflict (
  at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  table_name text NOT NULL
);

COMMENT ON TABLE ripcord.sync_conflict IS 'One client changed both sides of a replacement inconsistently; the new side won';

CREATE FUNCTION ripcord.note_sync_conflict(table_name text) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $ripcord$
  INSERT INTO ripcord.sync_conflict (table_name) VALUES (table_name)
$ripcord$;

CREATE TABLE ripcord.run (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  document text NOT NULL
);

COMMENT ON TABLE ripcord.run IS 'What is run: steps forward and back, gates, hooks, and the schema as it was';

CREATE TABLE ripcord.request (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamp with time zone NOT NULL DEFAULT clock_timestamp(),
  kind text NOT NULL,
  target text NOT NULL,
  who text NOT NULL,
  reason text NOT NULL,
  accepts_loss boolean NOT NULL,
  taken_at timestamp with time zone
);

COMMENT ON TABLE ripcord.request IS 'What people ask of the run from other terminals; the controller journals what it takes';

CREATE TABLE ripcord.controller (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  who text NOT NULL,
  since timestamp with time zone NOT NULL,
  seen timestamp with time zone NOT NULL,
  state text NOT NULL
);

COMMENT ON TABLE ripcord.controller IS 'Who runs it now, how far it is, and when it was last heard of';

CREATE TABLE ripcord.alert (
  id bigint PRIMARY KEY,
  kind text NOT NULL,
  name text NOT NULL,
  phase text NOT NULL,
  seen text NOT NULL,
  doing text NOT NULL,
  level text NOT NULL,
  raised_at timestamp with time zone NOT NULL,
  level_since timestamp with time zone NOT NULL,
  asked_at timestamp with time zone NOT NULL,
  told_at timestamp with time zone,
  acknowledged_by text,
  acknowledged_at timestamp with time zone,
  resolved_at timestamp with time zone
);

COMMENT ON TABLE ripcord.alert IS 'What people must know of, who has it, and when they were last asked; told_at says when a channel first took it at its level';

CREATE TABLE ripcord.owed (
  letter text NOT NULL,
  channel text NOT NULL,
  alert bigint,
  moment text NOT NULL,
  audience text NOT NULL,
  phase text NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (letter, channel)
);

COMMENT ON TABLE ripcord.owed IS 'What a channel has not taken yet of what is over; whoever has the run next tells it';
