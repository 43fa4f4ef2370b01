package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.util.List;

/**
 * A function of ours that gives a hash of a row as it is printed, the same for whoever asks: rows
 * with the same hash are the same to the last digit. As text, because what is equal by a type's own
 * operators need not be the same (see {@link Likeness}); hashed, because an index takes no wide
 * rows; by SHA-256, because MD5 is not there where the server is bound to FIPS.
 *
 * @param columns that count
 */
record LikenessFunction(QualifiedName table, int number, List<Snapshot.Column> columns) {
  /** Half of it is plenty. */
  private static final int BYTES = 16;

  /** On which the printed form of some type depends; the names of relations on the search path. */
  private static final List<String> SETTINGS =
      List.of(
          "search_path = pg_catalog",
          "DateStyle = 'ISO'",
          "IntervalStyle = 'postgres'",
          "TimeZone = 'UTC'",
          "extra_float_digits = 1",
          "bytea_output = 'hex'",
          "lc_monetary = 'C'",
          "quote_all_identifiers = off");

  LikenessFunction {
    columns = List.copyOf(columns);
  }

  private QualifiedName function() {
    return Names.work(table, "likeness", number);
  }

  List<String> create() {
    return List.of(
        "CREATE OR REPLACE FUNCTION "
            + function()
            + "(ripcord_row record) RETURNS bytea LANGUAGE plpgsql STABLE PARALLEL SAFE"
            + SETTINGS.stream().map(each -> " SET " + each).collect(joining())
            + " AS $ripcord$\nBEGIN\n  RETURN substr(sha256(convert_to(ripcord_row::text,"
            + " getdatabaseencoding())), 1, "
            + BYTES
            + ");\nEND\n$ripcord$");
  }

  List<String> drop() {
    return List.of("DROP FUNCTION " + function() + "(record)");
  }

  /**
   * @param row alias, or OLD or NEW in a trigger
   */
  String of(String row) {
    return function()
        + "(ROW("
        + columns.stream().map(each -> row + "." + each.name()).collect(joining(", "))
        + "))";
  }
}
