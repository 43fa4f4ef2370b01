CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE people (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood mood, was mood DEFAULT 'ok');
CREATE TABLE pets (name text PRIMARY KEY, owner bigint REFERENCES people ON DELETE CASCADE, mood mood DEFAULT 'sad');
CREATE INDEX pet_moods ON pets (mood);
