CREATE SCHEMA "Odd.Schema ""x""";
CREATE TABLE "Odd.Schema ""x"""."T" ("Id" int PRIMARY KEY, word varchar(5) NOT NULL DEFAULT 'a');
