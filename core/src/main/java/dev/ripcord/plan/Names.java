package dev.ripcord.plan;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The names of everything that ripcord puts into a database. All of it lives in two schemas, or
 * carries a prefix, so that a person can see at a glance what is ours.
 */
public final class Names {
  /** Journal, progress, archives, before-images, sync functions, retired tables. */
  public static final Identifier SCHEMA = new Identifier("ripcord");

  /** Values that only the new shape could hold, kept when a rollback takes that shape away. */
  public static final Identifier KEPT_SCHEMA = new Identifier("ripcord_kept");

  private static final Pattern TRIGGER = Pattern.compile("~ripcord_[a-z]+_[0-9]{2,}");

  private Names() {}

  /** A table of ours: the table concerned, what it is for, and a number that keeps it unique. */
  static QualifiedName work(QualifiedName table, String purpose, int number) {
    return new QualifiedName(SCHEMA, numbered(purpose, number, table.name()));
  }

  static QualifiedName kept(QualifiedName table, int number) {
    return new QualifiedName(KEPT_SCHEMA, numbered("kept", number, table.name()));
  }

  private static Identifier numbered(String purpose, int number, Identifier table) {
    return Identifier.derived(
        String.format(Locale.ROOT, "%s_%02d_", purpose, number), table.value());
  }

  /** An old column, constraint or index after {@code contract}: out of sight, still fed. */
  static Identifier retired(Identifier name) {
    return Identifier.derived("ripcord_retired_", name.value());
  }

  /** A new column, constraint or index that takes its final name at {@code contract}. */
  static Identifier pending(Identifier name) {
    return Identifier.derived("ripcord_new_", name.value());
  }

  /** A new column that a rollback has taken out of sight and is about to drop. */
  static Identifier leaving(Identifier name) {
    return Identifier.derived("ripcord_leaving_", name.value());
  }

  /** A check that lets SET NOT NULL go without a scan. */
  static Identifier notNullCheck(Identifier column) {
    return Identifier.derived("ripcord_not_null_", column.value());
  }

  /** A plain index by which doubles are found until a unique one is there. */
  static Identifier helper(Identifier index) {
    return Identifier.derived("ripcord_helper_", index.value());
  }

  /** Whether a trigger is one of ours, be it of another migration. */
  static boolean isTrigger(Identifier name) {
    return TRIGGER.matcher(name.value()).matches();
  }

  /** Beside a sync trigger that has to know of TRUNCATE; see {@link #syncTrigger}. */
  static Identifier truncateTrigger(int number) {
    return new Identifier(String.format(Locale.ROOT, "~ripcord_truncate_%02d", number));
  }

  /** Refuses what a unique index will refuse; see {@link #syncTrigger}. */
  static Identifier guardTrigger(int number) {
    return new Identifier(String.format(Locale.ROOT, "~ripcord_guard_%02d", number));
  }

  static QualifiedName syncFunction(QualifiedName table, int number) {
    return work(table, "sync", number);
  }

  static QualifiedName leaveFunction(QualifiedName table, int number) {
    return work(table, "leave", number);
  }

  /** Follows the old shape while new columns are on their way out; see {@link #syncTrigger}. */
  static Identifier leaveTrigger(int number) {
    return new Identifier(String.format(Locale.ROOT, "~ripcord_leave_%02d", number));
  }

  /**
   * Triggers fire in the order of their names; the tilde sorts behind every ASCII letter, so that
   * we see what the users' own triggers have made of the row. What sorts behind it all the same is
   * refused ({@link FiringOrder}).
   */
  static Identifier syncTrigger(int number) {
    return new Identifier(String.format(Locale.ROOT, "~ripcord_sync_%02d", number));
  }
}
