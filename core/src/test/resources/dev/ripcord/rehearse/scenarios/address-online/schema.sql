CREATE TABLE visit (
  id int NOT NULL UNIQUE,
  "from" cidr NOT NULL DEFAULT '10.0.0.0/8'
);
CREATE INDEX visit_from ON visit ("from");
CREATE INDEX visit_gist ON visit USING gist ("from" inet_ops);
