CREATE TYPE "Mood" AS ENUM ('it''s "so"', 'b\c', 'NULL', 'd e');
COMMENT ON TYPE "Mood" IS 'how';
CREATE DOMAIN calm AS "Mood" CHECK (VALUE <> 'd e');
CREATE TABLE t (
  mood "Mood" NOT NULL DEFAULT 'b\c',
  number int,
  many "Mood"[] NOT NULL DEFAULT '{}',
  quiet calm,
  "check" "Mood" CHECK ("check" <> 'b\c'),
  PRIMARY KEY (number, mood)
);
CREATE VIEW v AS SELECT number FROM t WHERE mood = 'it''s "so"' OR quiet::"Mood" = 'b\c';
CREATE FUNCTION f() RETURNS "Mood" LANGUAGE sql RETURN 'b\c'::"Mood";
CREATE TABLE u (id int PRIMARY KEY, number int, mood "Mood", FOREIGN KEY (number, mood) REFERENCES t ON DELETE CASCADE);
