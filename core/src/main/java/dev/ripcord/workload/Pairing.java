package dev.ripcord.workload;

import dev.ripcord.plan.TableShape;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Two tables of which one gets columns of the other: what a client writes into one row the old
 * shape has in another. Both rows of a pair belong to the same writer.
 *
 * @param from has the columns in the old shape
 * @param to has them in the new one
 * @param how the columns, and the key
 * @param link what foreign key makes sure that there are partners
 */
record Pairing(Snapshot.Table from, Snapshot.Table to, TableShape.Partner how, Link link) {
  /** Which of the two references the other, if any. */
  enum Link {
    NONE,
    THERE_TO_HERE,
    HERE_TO_THERE
  }

  private static final String THERE =
      "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(?) AND attname = ?"
          + " AND NOT attisdropped)::text";

  /** The columns of a table that say whose row it is; empty if it is none of the two. */
  List<Identifier> key(QualifiedName table) {
    if (table.equals(to.name())) {
      return List.copyOf(how.key().keySet());
    }
    return table.equals(from.name()) ? List.copyOf(how.key().values()) : List.of();
  }

  boolean arrivesIn(QualifiedName table) {
    return table.equals(to.name());
  }

  boolean leaves(QualifiedName table) {
    return table.equals(from.name());
  }

  boolean moves(Identifier fresh) {
    return how.columns().containsKey(fresh);
  }

  /** Whether the column is of a pair, on either side. */
  boolean moves(WriteTable table, Identifier column) {
    return arrivesIn(table.name())
        ? moves(column)
        : leaves(table.name()) && how.columns().containsValue(column);
  }

  /** The foreign key between the two, or as if the new rows referenced the old ones. */
  ForeignKey asKey() {
    return link == Link.HERE_TO_THERE ? key(from, to) : key(to, from);
  }

  private ForeignKey key(Snapshot.Table child, Snapshot.Table parent) {
    return new ForeignKey(
        child.name(), key(child.name()), parent.name(), key(parent.name()), false);
  }

  Pairing linked(Link other) {
    return new Pairing(from, to, how, other);
  }

  /**
   * Whether the row of a partner that was just deleted lost its value, too: from {@code contract}
   * on. Who deleted holds a lock that keeps the answer from changing.
   */
  boolean emptied(Session tested) {
    Identifier old = how.columns().values().iterator().next();
    return tested
        .query(THERE, row -> row.text(1), from.name().quoted(), old.value())
        .contains("false");
  }

  private String partnerOf() {
    List<String> here = key(from.name()).stream().map(Identifier::quoted).toList();
    List<String> there = key(to.name()).stream().map(Identifier::quoted).toList();
    return " WHERE ("
        + String.join(", ", here)
        + ") = (SELECT "
        + String.join(", ", there)
        + " FROM "
        + to.name()
        + where(to.rowKey())
        + ")";
  }

  private static String where(List<Identifier> key) {
    return " WHERE " + String.join(" AND ", key.stream().map(each -> each + " = ?").toList());
  }

  /**
   * Writes the old columns of the partner.
   *
   * @param key of the row in the new shape
   * @param written of the new columns
   * @return whether it has a partner
   */
  boolean write(Session control, List<String> key, Map<Identifier, @Nullable String> written) {
    List<String> sets = new ArrayList<>();
    List<@Nullable String> parameters = new ArrayList<>();
    written.forEach(
        (fresh, value) -> {
          sets.add(how.columns().get(fresh) + " = ?");
          parameters.add(value);
        });
    parameters.addAll(key);
    return control.update(
            "UPDATE " + from.name() + " SET " + String.join(", ", sets) + partnerOf(),
            (@Nullable Object[]) parameters.toArray(new @Nullable Object[0]))
        > 0;
  }

  /** All new columns without a value. */
  Map<Identifier, @Nullable String> nothing() {
    Map<Identifier, @Nullable String> nothing = new LinkedHashMap<>();
    how.columns().keySet().forEach(each -> nothing.put(each, null));
    return nothing;
  }

  /**
   * A row has come whose partner was there before, and held values that only the new shape could:
   * the row takes them where it brought none itself.
   *
   * @param stored what the row holds, if the client sees it
   * @param key of the row in the old shape
   */
  void adopt(
      Session control,
      Optional<Map<Identifier, @Nullable String>> stored,
      List<String> key,
      Keeping keeping) {
    String query =
        "SELECT "
            + String.join(", ", to.rowKey().stream().map(each -> "p." + each).toList())
            + " FROM "
            + to.name()
            + " AS p WHERE ("
            + String.join(", ", key(to.name()).stream().map(each -> "p." + each).toList())
            + ") = (SELECT "
            + String.join(", ", key(from.name()).stream().map(Identifier::quoted).toList())
            + " FROM "
            + from.name()
            + where(from.rowKey())
            + ")";
    for (List<String> partner : control.query(query, OwnedRows::texts, key.toArray())) {
      Map<Identifier, @Nullable String> kept = keeping.of(to.name(), partner);
      kept.keySet().retainAll(how.columns().keySet());
      if (stored.isPresent()) {
        kept.keySet().removeIf(fresh -> !stored.get().containsKey(how.columns().get(fresh)));
      } else {
        kept.forEach((fresh, value) -> adopt(control, how.columns().get(fresh), value, key));
      }
      keeping.forget(to.name(), partner, kept.keySet());
    }
  }

  private void adopt(
      Session control, @Nullable Identifier old, @Nullable String value, List<String> key) {
    List<@Nullable String> parameters = new ArrayList<>();
    parameters.add(value);
    parameters.addAll(key);
    long unused =
        control.update(
            "UPDATE "
                + from.name()
                + " SET "
                + old
                + " = ?"
                + where(from.rowKey())
                + " AND "
                + old
                + " IS NOT DISTINCT FROM NULL",
            (@Nullable Object[]) parameters.toArray(new @Nullable Object[0]));
  }

  /** What a client wrote of the columns that moved. */
  Map<Identifier, @Nullable String> of(Map<Identifier, @Nullable String> written) {
    Map<Identifier, @Nullable String> moved = new LinkedHashMap<>(written);
    moved.keySet().retainAll(how.columns().keySet());
    return moved;
  }
}
