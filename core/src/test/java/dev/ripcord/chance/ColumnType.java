package dev.ripcord.chance;

import java.util.List;

/**
 * A type with what is needed to make plausible changes about it.
 *
 * @param constant an expression that may be its default
 * @param wider types to which every value can be changed and back
 * @param indexable whether it has an order of its own
 */
record ColumnType(String sql, String constant, List<String> wider, boolean indexable) {
  static final ColumnType INT = type("int", "7", "bigint");
  static final ColumnType BIGINT = type("bigint", "1234567890123");
  static final ColumnType TEXT = type("text", "'it''s'");
  static final ColumnType VARCHAR = type("varchar(40)", "'short'", "text", "varchar(80)");
  static final ColumnType BOOL = type("boolean", "true");
  static final ColumnType TIMESTAMPTZ = type("timestamptz", "now()");

  /** As they are most used; more than one entry makes a type more frequent. */
  static final List<ColumnType> ALL =
      List.of(
          INT,
          INT,
          BIGINT,
          TEXT,
          TEXT,
          VARCHAR,
          VARCHAR,
          BOOL,
          TIMESTAMPTZ,
          type("smallint", "3", "int", "bigint"),
          type("numeric(10,2)", "1.50", "numeric(14,2)"),
          type("numeric", "0"),
          type("real", "0.5"),
          type("double precision", "0.25"),
          type("char(5)", "'abc'"),
          type("timestamp", "'2020-02-29 12:00'", "timestamp(6)"),
          type("date", "'2000-01-01'"),
          type("time", "'12:30'"),
          type("interval", "'1 day'"),
          type("uuid", "gen_random_uuid()"),
          loose("json", "'{\"chance\": 7}'"),
          type("jsonb", "'{\"a\": [1]}'"),
          type("bytea", "'\\x00ff'"),
          type("inet", "'10.0.0.1'", "inet"),
          type("int[]", "'{1,2}'", "bigint[]"),
          type("text[]", "'{chance}'"),
          type("int4range", "'[1,5)'"),
          type("tstzrange", "NULL"),
          type("public.\"Mood\"", "'ok'", "text"),
          type("public.positive", "1"),
          type("public.code", "'ab'", "text"),
          type("public.pair", "ROW(1, 'x')"));

  /** What {@link #ALL} names. */
  static final String OWN =
      """
      CREATE TYPE public."Mood" AS ENUM ('sad', 'ok', 'very happy');
      CREATE DOMAIN public.positive AS int CHECK (VALUE > 0);
      CREATE DOMAIN public.code AS varchar(12) CHECK (VALUE <> '');
      CREATE TYPE public.pair AS (number int, word text);
      """;

  private static ColumnType type(String sql, String constant, String... wider) {
    return new ColumnType(sql, constant, List.of(wider), true);
  }

  private static ColumnType loose(String sql, String constant) {
    return new ColumnType(sql, constant, List.of(), false);
  }

  boolean textual() {
    return equals(TEXT) || equals(VARCHAR);
  }

  boolean number() {
    return equals(INT) || equals(BIGINT);
  }
}
