package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Lets notes of values before a backfill follow their rows, and makes them where it is the walk
 * itself that changes a row. BEFORE, so that a note has moved when the next statement sees the row,
 * be it one of a trigger; last of all, so that what it sees is stored. What the walk does is told
 * from what a trigger of the user's does on that occasion by its depth.
 *
 * @param store of the notes
 */
record NotesTrigger(Rewrite rewrite, int number, QualifiedName store, LikenessFunction likeness) {
  private static final String SETTING = "ripcord.walk";

  /**
   * An item for FROM by which a statement tells the trigger, until the end of its transaction, that
   * it is the walk's.
   *
   * @param forward whether it makes notes; else it deals with them itself
   */
  static String told(QualifiedName store, boolean forward) {
    return "(SELECT set_config("
        + Literal.of(SETTING)
        + ", "
        + Literal.of(word(store, forward))
        + ", true)) AS ripcord_walk (ripcord_word)";
  }

  private static String word(QualifiedName store, boolean forward) {
    return (forward ? "notes " : "settles ") + store.name().value();
  }

  List<String> create() {
    return List.of(
        "CREATE OR REPLACE FUNCTION "
            + function()
            + "() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT"
            + Likeness.SETTING
            + " AS $ripcord$\n"
            + body()
            + "$ripcord$",
        trigger(rowTrigger(), "BEFORE UPDATE OR DELETE", "ROW"),
        always(rowTrigger()),
        trigger(truncateTrigger(), "AFTER TRUNCATE", "STATEMENT"),
        always(truncateTrigger()));
  }

  List<String> drop() {
    return List.of(
        "DROP TRIGGER " + rowTrigger() + " ON " + rewrite.name(),
        "DROP TRIGGER " + truncateTrigger() + " ON " + rewrite.name(),
        "DROP FUNCTION " + function() + "()");
  }

  private QualifiedName function() {
    return Names.syncFunction(rewrite.name(), number);
  }

  private Identifier rowTrigger() {
    return Names.syncTrigger(number);
  }

  private Identifier truncateTrigger() {
    return Names.truncateTrigger(number);
  }

  private String trigger(Identifier name, String when, String each) {
    return "CREATE TRIGGER "
        + name
        + " "
        + when
        + " ON "
        + rewrite.name()
        + " FOR EACH "
        + each
        + " EXECUTE FUNCTION "
        + function()
        + "()";
  }

  private String always(Identifier name) {
    return "ALTER TABLE " + rewrite.name() + " ENABLE ALWAYS TRIGGER " + name;
  }

  private String body() {
    return String.format(
        Locale.ROOT,
        """
        #variable_conflict use_column
        DECLARE
          ripcord_was bytea;
          ripcord_is bytea;
          ripcord_note tid;
          ripcord_walk text := '';
        BEGIN
          IF TG_OP = 'TRUNCATE' THEN
            UPDATE %1$s AS b SET likeness = NULL, newer = true WHERE b.outcome IS NULL;
            RETURN NULL;
          END IF;
          IF pg_trigger_depth() = 1 THEN
            ripcord_walk := current_setting('%2$s', true);
          END IF;
          IF TG_OP = 'UPDATE' THEN
            IF ripcord_walk = %3$s THEN
              RETURN NEW;
            END IF;
            ripcord_is := %4$s;
          END IF;
          ripcord_was := %5$s;
          IF ripcord_is = ripcord_was THEN
            RETURN NEW;
          END IF;
          -- one that is locked goes with another row that was alike
          SELECT b.ctid INTO ripcord_note FROM %1$s AS b
          WHERE b.likeness = ripcord_was AND b.outcome IS NULL LIMIT 1 FOR UPDATE SKIP LOCKED;
          IF TG_OP = 'DELETE' THEN
            UPDATE %1$s AS b SET likeness = NULL, newer = true WHERE b.ctid = ripcord_note;
            RETURN OLD;
          END IF;
          IF ripcord_walk IS DISTINCT FROM %6$s THEN
            UPDATE %1$s AS b SET likeness = ripcord_is, newer = NOT %7$s WHERE b.ctid = ripcord_note;
            RETURN NEW;
          END IF;
          -- what a client has written since the walk was here before is what was there before
          UPDATE %1$s AS b SET likeness = ripcord_is, newer = false, %8$s WHERE b.ctid = ripcord_note;
          IF NOT FOUND THEN
            INSERT INTO %1$s (likeness, %9$s) VALUES (ripcord_is, %10$s);
          END IF;
          IF EXISTS (SELECT FROM (SELECT NEW.*) AS t WHERE %11$s) THEN
            RAISE EXCEPTION 'a row of %12$s would be changed again by the same backfill'
              USING HINT = 'Without a key nothing says which rows are done: add a where: that a row no longer fulfils when it has its new values.';
          END IF;
          RETURN NEW;
        END
        """,
        store,
        SETTING,
        Literal.of(word(store, false)),
        likeness.of("NEW"),
        likeness.of("OLD"),
        Literal.of(word(store, true)),
        rewrite.anyUnchanged("NEW", "b"),
        forEach(
            i ->
                "old_%d = CASE WHEN %s THEN b.old_%d ELSE OLD.%s END, new_%d = NEW.%s"
                    .formatted(
                        i + 1,
                        rewrite.unchanged(i, "OLD", "b"),
                        i + 1,
                        column(i),
                        i + 1,
                        column(i))),
        forEach(i -> "old_%d, new_%d".formatted(i + 1, i + 1)),
        forEach(i -> "OLD.%s, NEW.%s".formatted(column(i), column(i))),
        rewrite.concerned(),
        rewrite.name().quoted().replace("'", "''").replace("%", "%%"));
  }

  private Identifier column(int i) {
    return rewrite.columns().get(i).name();
  }

  private String forEach(java.util.function.IntFunction<String> part) {
    return IntStream.range(0, rewrite.columns().size()).mapToObj(part).collect(joining(", "));
  }
}
