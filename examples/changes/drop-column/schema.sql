CREATE TABLE sessions (
  id uuid PRIMARY KEY,
  user_id bigint NOT NULL,
  legacy_token varchar(64) NOT NULL
);
CREATE INDEX sessions_by_token ON sessions (legacy_token);
GRANT SELECT (legacy_token) ON sessions TO PUBLIC;
