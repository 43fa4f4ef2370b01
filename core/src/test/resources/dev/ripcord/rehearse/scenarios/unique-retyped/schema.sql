CREATE TABLE counted (
  id uuid PRIMARY KEY,
  seq int NOT NULL UNIQUE,
  part smallint NOT NULL,
  number serial NOT NULL,
  note text,
  UNIQUE (part, note)
);
