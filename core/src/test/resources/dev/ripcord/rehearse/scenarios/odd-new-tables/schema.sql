CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE TABLE "Odd Schema"."Parent Table" ("Id" int PRIMARY KEY, note text);
