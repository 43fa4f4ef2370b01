DROP COLLATION IF EXISTS ci CASCADE;
CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
DROP DOMAIN IF EXISTS word CASCADE;
CREATE DOMAIN word AS text COLLATE ci;
CREATE TABLE IF NOT EXISTS people (
  id int PRIMARY KEY,
  login text COLLATE ci NOT NULL,
  nick word,
  weight float8,
  code bpchar,
  tags text[] COLLATE ci,
  full_name varchar(60) COLLATE ci NOT NULL DEFAULT 'nobody'
);
CREATE TABLE IF NOT EXISTS accounts (
  name varchar(40) COLLATE ci PRIMARY KEY,
  role text COLLATE ci,
  plan varchar(20) COLLATE ci NOT NULL DEFAULT 'free'
);
