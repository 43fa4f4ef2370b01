CREATE TABLE "Readings" (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "Sensor" text NOT NULL,
  code varchar(20),
  note text,
  level int
);
ALTER TABLE "Readings"
  ALTER "Sensor" SET STATISTICS 500,
  ALTER "Sensor" SET STORAGE MAIN,
  ALTER "Sensor" SET (n_distinct = -0.1, n_distinct_inherited = 40),
  ALTER code SET STORAGE EXTERNAL,
  ALTER note SET COMPRESSION pglz,
  ALTER note SET STATISTICS 0,
  ALTER level SET STATISTICS 1000;
