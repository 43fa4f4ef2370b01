package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.sql.Literal;
import dev.ripcord.sql.SqlResource;
import java.util.List;

/** What must hold of two tables, and the snapshot does not say, for triggers to keep them alike. */
final class MovedLook {
  private MovedLook() {}

  static List<Criterion> of(Moved moved) {
    String columns =
        moved.columns().stream()
            .map(each -> Literal.of(each.old().name().value()))
            .collect(joining(", "));
    return List.of(
        criterion(moved, columns, "move-defaults", "no moving column has a default by its type"),
        criterion(
            moved, columns, "move-collations", "no collation takes different texts for equal"),
        criterion(moved, columns, "move-rules", "neither table has rules"),
        criterion(moved, columns, "move-row-security", "neither table has row security"),
        criterion(moved, columns, "move-owners", "both tables have one owner"),
        criterion(
            moved,
            columns,
            "move-publications",
            "rows of both tables may be updated as published"));
  }

  private static Criterion criterion(Moved moved, String columns, String file, String title) {
    return new Criterion(
        title,
        SqlResource.of(MovedLook.class, file)
            .replace(":from", Literal.of(moved.from().name().quoted()))
            .replace(":to", Literal.of(moved.to().name().quoted()))
            .replace(":columns", columns),
        "t");
  }
}
