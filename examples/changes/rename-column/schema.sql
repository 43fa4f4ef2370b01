CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  login varchar(40) NOT NULL UNIQUE,
  active boolean NOT NULL DEFAULT true
);
CREATE VIEW active_users AS SELECT id, login FROM users WHERE active;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_row ON users FOR UPDATE USING (login = current_user);
