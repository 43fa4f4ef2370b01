package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** The questions that steps ask of the catalogue and the data, in one place so that they agree. */
final class Criteria {
  private static final String TRUE = "t";

  private Criteria() {}

  static Criterion columnExists(QualifiedName table, Identifier column) {
    return new Criterion(
        "column " + column + " of " + table + " exists", columnQuery(table, column, true), TRUE);
  }

  static Criterion columnGone(QualifiedName table, Identifier column) {
    return new Criterion(
        "column " + column + " of " + table + " is gone", columnQuery(table, column, false), TRUE);
  }

  private static String columnQuery(QualifiedName table, Identifier column, boolean there) {
    return "SELECT "
        + (there ? "" : "NOT ")
        + "EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass("
        + Literal.of(table.quoted())
        + ") AND attname = "
        + Literal.of(column.value())
        + " AND NOT attisdropped)";
  }

  /**
   * @param type as {@code format_type} prints it
   */
  static Criterion columnType(
      QualifiedName table, Identifier column, String type, boolean expected) {
    return new Criterion(
        "column " + column + " of " + table + (expected ? " is " : " is no longer ") + type,
        "SELECT format_type(atttypid, atttypmod) = "
            + Literal.of(type)
            + " FROM pg_attribute WHERE attrelid = to_regclass("
            + Literal.of(table.quoted())
            + ") AND attname = "
            + Literal.of(column.value())
            + " AND NOT attisdropped",
        expected ? TRUE : "f");
  }

  static Criterion tableExists(QualifiedName table) {
    return new Criterion(
        "table " + table + " exists",
        "SELECT to_regclass(" + Literal.of(table.quoted()) + ") IS NOT NULL",
        TRUE);
  }

  static Criterion tableGone(QualifiedName table) {
    return new Criterion(
        "no table " + table,
        "SELECT to_regclass(" + Literal.of(table.quoted()) + ") IS NULL",
        TRUE);
  }

  /**
   * @param kind as {@code relkind}
   */
  static Criterion relation(QualifiedName name, char kind) {
    return new Criterion(
        name + " is a " + (kind == 'v' ? "view" : "table"),
        "SELECT coalesce((SELECT relkind = '"
            + kind
            + "' FROM pg_class WHERE oid = to_regclass("
            + Literal.of(name.quoted())
            + ")), false)",
        TRUE);
  }

  static Criterion labels(QualifiedName type, List<String> labels) {
    return new Criterion(
        "enum type " + type + " has its values",
        "SELECT ARRAY(SELECT enumlabel::text FROM pg_enum WHERE enumtypid = to_regtype("
            + Literal.of(type.quoted())
            + ") ORDER BY enumsortorder) = ARRAY["
            + labels.stream().map(Literal::of).collect(joining(", "))
            + "]::text[]",
        TRUE);
  }

  static Criterion typeGone(QualifiedName type) {
    return new Criterion(
        "no type " + type, "SELECT to_regtype(" + Literal.of(type.quoted()) + ") IS NULL", TRUE);
  }

  static Criterion constraintExists(QualifiedName table, Identifier name, boolean validated) {
    return new Criterion(
        "constraint " + name + " of " + table + (validated ? " is valid" : " exists"),
        "SELECT EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass("
            + Literal.of(table.quoted())
            + ") AND conname = "
            + Literal.of(name.value())
            + (validated ? " AND convalidated" : "")
            + ")",
        TRUE);
  }

  static Criterion constraintGone(QualifiedName table, Identifier name) {
    return new Criterion(
        "no constraint " + name + " on " + table,
        "SELECT NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass("
            + Literal.of(table.quoted())
            + ") AND conname = "
            + Literal.of(name.value())
            + ")",
        TRUE);
  }

  static Criterion indexValid(QualifiedName index) {
    return new Criterion(
        "index " + index + " is valid",
        "SELECT coalesce((SELECT indisvalid AND indisready FROM pg_index WHERE indexrelid ="
            + " to_regclass("
            + Literal.of(index.quoted())
            + ")), false)",
        TRUE);
  }

  static Criterion indexGone(QualifiedName index) {
    return new Criterion(
        "no index " + index,
        "SELECT to_regclass(" + Literal.of(index.quoted()) + ") IS NULL",
        TRUE);
  }

  /**
   * @param what such as {@code view}
   */
  static Criterion relationExists(String what, QualifiedName name) {
    return new Criterion(
        what + " " + name + " exists",
        "SELECT to_regclass(" + Literal.of(name.quoted()) + ") IS NOT NULL",
        TRUE);
  }

  /**
   * @param what such as {@code view}
   */
  static Criterion relationGone(String what, QualifiedName name) {
    return new Criterion(
        "no " + what + " " + name,
        "SELECT to_regclass(" + Literal.of(name.quoted()) + ") IS NULL",
        TRUE);
  }

  static Criterion comment(
      QualifiedName table, Optional<Identifier> column, Optional<String> comment) {
    String place =
        column
            .map(
                name ->
                    "(SELECT attnum FROM pg_attribute WHERE attrelid = to_regclass("
                        + Literal.of(table.quoted())
                        + ") AND attname = "
                        + Literal.of(name.value())
                        + " AND NOT attisdropped)")
            .orElse("0");
    return new Criterion(
        "the comment on " + column.map(name -> name + " of ").orElse("") + table + " is the one",
        "SELECT (SELECT description FROM pg_description WHERE classoid = 'pg_class'::regclass AND"
            + " objoid = to_regclass("
            + Literal.of(table.quoted())
            + ") AND objsubid = "
            + place
            + ") IS NOT DISTINCT FROM "
            + comment.map(Literal::of).orElse("NULL"),
        TRUE);
  }

  static Criterion triggerEnabled(QualifiedName table, Identifier trigger) {
    return new Criterion(
        "sync trigger " + trigger + " of " + table + " fires always",
        "SELECT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass("
            + Literal.of(table.quoted())
            + ") AND tgname = "
            + Literal.of(trigger.value())
            + " AND tgenabled = 'A')",
        TRUE);
  }

  static Criterion notNull(QualifiedName table, Identifier column, boolean expected) {
    return new Criterion(
        "column " + column + " of " + table + (expected ? " is" : " is not") + " NOT NULL",
        "SELECT attnotnull FROM pg_attribute WHERE attrelid = to_regclass("
            + Literal.of(table.quoted())
            + ") AND attname = "
            + Literal.of(column.value())
            + " AND NOT attisdropped",
        expected ? TRUE : "f");
  }

  static Criterion hasDefault(QualifiedName table, Identifier column, boolean expected) {
    return new Criterion(
        "column " + column + " of " + table + (expected ? " has a" : " has no") + " default",
        "SELECT atthasdef FROM pg_attribute WHERE attrelid = to_regclass("
            + Literal.of(table.quoted())
            + ") AND attname = "
            + Literal.of(column.value())
            + " AND NOT attisdropped",
        expected ? TRUE : "f");
  }

  /**
   * @param comment as a literal, by which we know a table of kept values for our own
   */
  static Criterion keptByNobodyElse(QualifiedName store, String comment) {
    return new Criterion(
        "no values of another migration are in " + store,
        "SELECT coalesce(to_regclass("
            + Literal.of(store.quoted())
            + ") IS NULL OR obj_description(to_regclass("
            + Literal.of(store.quoted())
            + "), 'pg_class') = "
            + comment
            + ", false)",
        TRUE);
  }

  /** No row for which the condition holds. */
  static Criterion noRow(String title, QualifiedName table, String condition) {
    return new Criterion(
        title,
        "SELECT NOT EXISTS (SELECT FROM " + table.quoted() + " AS t WHERE " + condition + ")",
        TRUE);
  }

  /** No two rows have the same values in all of the columns; says which, if there are. */
  static Criterion noDoubles(QualifiedName table, List<Identifier> columns) {
    String list = columns.stream().map(each -> "t." + each).collect(joining(", "));
    String given =
        columns.stream().map(each -> "t." + each + " IS NOT NULL").collect(joining(" AND "));
    return new Criterion(
        "no two rows of "
            + table
            + " have the same "
            + columns.stream().map(Identifier::quoted).collect(joining(", ")),
        "SELECT coalesce((SELECT string_agg(which || ': ' || rows || ' rows', '; ') FROM (SELECT ROW("
            + list
            + ")::text AS which, count(*) AS rows FROM "
            + table.quoted()
            + " AS t WHERE "
            + given
            + " GROUP BY "
            + list
            + " HAVING count(*) > 1 ORDER BY count(*) DESC LIMIT 10) AS doubled), 'none')",
        "none");
  }
}
