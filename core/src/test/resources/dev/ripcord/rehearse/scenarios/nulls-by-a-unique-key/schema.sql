CREATE SCHEMA IF NOT EXISTS "Odd Schema";
CREATE TABLE "Odd Schema"."No Key" (
  "Tenant" int NOT NULL,
  code uuid NOT NULL,
  "Full Name" varchar(40) NOT NULL,
  nick varchar(50) NOT NULL CONSTRAINT "my not null" CHECK (nick <> 'x'),
  amount int NOT NULL DEFAULT 3,
  UNIQUE (code, "Tenant")
);
CREATE INDEX ON "Odd Schema"."No Key" (lower(nick)) WHERE amount > 2;
