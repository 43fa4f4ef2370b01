package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Literal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes the trigger functions that keep both sides of a replacement alike. They decide by content:
 * which side did this statement change? They never look at {@code search_path} or the client.
 */
final class SyncFunction {
  private final Replacement replacement;

  /**
   * Nothing in the function depends on settings of the client, so that it needs none of its own: to
   * set and reset two costs each written row more than all else that the function does.
   */
  private final boolean bare;

  SyncFunction(Replacement replacement) {
    this.replacement = replacement;
    this.bare =
        replacement.renames()
            && replacement.old().stream()
                .allMatch(each -> each.volatileDefault() || each.defaultValue().isEmpty());
  }

  /**
   * CREATE TRIGGER and ENABLE ALWAYS, so that rows applied by replication are kept alike too.
   * UPDATE OF goes by the statement's own columns; what a trigger of the user's assigns, it does
   * not see (CREATE TRIGGER in the manual).
   */
  List<String> createTrigger(boolean afterContract) {
    String columns =
        Stream.concat(
                replacement.old().stream()
                    .map(each -> afterContract ? Names.retired(each.name()) : each.name()),
                replacement.fresh().stream()
                    .map(each -> afterContract ? each.name() : each.until()))
            .map(Object::toString)
            .collect(joining(", "));
    String table = replacement.name().quoted();
    return List.of(
        "CREATE TRIGGER "
            + replacement.trigger()
            + " BEFORE INSERT OR UPDATE"
            + (replacement.table().triggers().isEmpty() ? " OF " + columns : "")
            + " ON "
            + table
            + " FOR EACH ROW EXECUTE FUNCTION "
            + replacement.function()
            + "()",
        "ALTER TABLE " + table + " ENABLE ALWAYS TRIGGER " + replacement.trigger());
  }

  /** Drops trigger and function. */
  List<String> drop() {
    return List.of(
        "DROP TRIGGER " + replacement.trigger() + " ON " + replacement.name(),
        "DROP FUNCTION " + replacement.function() + "()");
  }

  /** While both shapes are served: either side may be written, the other follows. */
  String bothWays() {
    String oldChanged = changed(replacement.old().stream().map(each -> typed(each)).toList());
    String unfilled = replacement.unfilled(column -> "NEW." + column);
    return define(
        """
        DECLARE
          ripcord_old_given boolean;
          ripcord_new_given boolean;
        BEGIN
          IF %s THEN
            ripcord_old_given := %s;
            ripcord_new_given := %s;
          ELSIF NOT (%s) THEN
            -- the new side was not written: no more than this for most writes of old-shape clients
            IF %s OR (%s) THEN
        %s
            END IF;
            RETURN NEW;
          ELSE
            ripcord_old_given := %s;
            ripcord_new_given := true;
            IF NOT ripcord_old_given AND %s THEN
              -- nobody has filled this row yet: what the client did not give comes from the old side
        %s
            END IF;
          END IF;
          IF NOT (%s) THEN
            RETURN NEW;
          END IF;
          IF ripcord_new_given THEN
            IF %s AND (%s) THEN
              PERFORM ripcord.note_sync_conflict(%s);
            END IF;
        %s
          ELSIF ripcord_old_given OR (%s) THEN
        %s
          END IF;
          RETURN NEW;
        END
        """
            .formatted(
                operation("INSERT"),
                oldGivenOnInsert(),
                freshGivenOnInsert(),
                changed(replacement.fresh().stream().map(each -> typed(each)).toList()),
                oldChanged,
                unfilled,
                assignFresh().indent(2).stripTrailing(),
                oldChanged,
                replacement.unfilled(column -> "OLD." + column),
                fillTheRest(),
                replacement.differsFromUp(this::distinct, column -> "NEW." + column),
                oldMeant(),
                replacement.differsFromDown(this::distinct, column -> "NEW." + column),
                Literal.of(replacement.name().quoted()),
                assignOld(false),
                unfilled,
                assignFresh()));
  }

  /** From {@code contract} on: the retired columns are fed by {@code down}. */
  String feedRetired() {
    return define(
        """
        BEGIN
          IF %s THEN
        %s
          ELSIF %s THEN
        %s
          END IF;
          RETURN NEW;
        END
        """
            .formatted(
                operation("INSERT"),
                assignOld(true),
                changed(
                    replacement.fresh().stream()
                        .map(each -> new Typed(each.name().quoted(), each.type()))
                        .toList()),
                assignOld(true)));
  }

  private String define(String body) {
    return "CREATE OR REPLACE FUNCTION "
        + replacement.function()
        + "() RETURNS trigger LANGUAGE plpgsql"
        + (bare ? "" : " SET search_path FROM CURRENT" + Likeness.SETTING)
        + " AS $ripcord$\n"
        + body.stripTrailing()
        + "\n$ripcord$";
  }

  private record Typed(String column, String type) {}

  private static Typed typed(Snapshot.Column column) {
    return new Typed(column.name().quoted(), column.type());
  }

  private static Typed typed(Replacement.Fresh column) {
    return new Typed(column.until().quoted(), column.type());
  }

  private String changed(List<Typed> columns) {
    return columns.stream()
        .map(each -> distinct("NEW." + each.column(), "OLD." + each.column(), each.type()))
        .collect(joining(" OR "));
  }

  private String distinct(String one, String other, String type) {
    Likeness likeness = replacement.likeness();
    return bare ? likeness.distinctAnywhere(one, other, type) : likeness.distinct(one, other, type);
  }

  private String operation(String name) {
    return "TG_OP " + (bare ? "OPERATOR(pg_catalog.=)" : "=") + " '" + name + "'";
  }

  /** A value that is just the column's default was not given: new-shape clients do not name it. */
  private String oldGivenOnInsert() {
    return replacement.old().stream()
        .map(
            each -> {
              String value = "NEW." + each.name();
              Optional<String> constant =
                  each.volatileDefault() ? Optional.empty() : each.defaultValue();
              String given = value + " IS DISTINCT FROM NULL";
              return constant
                  .map(
                      text ->
                          "("
                              + given
                              + " AND "
                              + distinct(value, Types.cast(text, each.type()), each.type())
                              + ")")
                  .orElse(given);
            })
        .collect(joining(" OR "));
  }

  /** What the server gave a new row by itself contradicts nobody. */
  private String oldMeant() {
    boolean served =
        replacement.old().stream()
            .anyMatch(
                each -> each.volatileDefault() || each.generation() != Snapshot.Generation.NONE);
    return served ? "ripcord_old_given AND " + operation("UPDATE") : "ripcord_old_given";
  }

  private String freshGivenOnInsert() {
    return replacement.fresh().stream()
        .map(each -> "NEW." + each.until() + " IS DISTINCT FROM NULL")
        .collect(joining(" OR "));
  }

  private String fillTheRest() {
    return replacement.fresh().stream()
        .map(
            each ->
                "      IF NEW."
                    + each.until()
                    + " IS NOT DISTINCT FROM NULL THEN NEW."
                    + each.until()
                    + " := "
                    + replacement.up(each, column -> "OLD." + column)
                    + "; END IF;")
        .collect(joining("\n"));
  }

  private String assignOld(boolean afterContract) {
    return replacement.old().stream()
        .map(
            each ->
                (afterContract ? "    NEW." + Names.retired(each.name()) : "    NEW." + each.name())
                    + " := "
                    + replacement.down(each, column -> "NEW." + column, afterContract)
                    + ";")
        .collect(joining("\n"));
  }

  private String assignFresh() {
    return replacement.fresh().stream()
        .map(
            each ->
                "    NEW."
                    + each.until()
                    + " := "
                    + replacement.up(each, column -> "NEW." + column)
                    + ";")
        .collect(joining("\n"));
  }
}
