package dev.ripcord.workload;

import dev.ripcord.plan.TableShape.Altered;
import dev.ripcord.plan.TableShape.NewColumn;
import dev.ripcord.plan.TableShape.Replacement;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One try to repeat a transaction in the control database. What it finds reaches the ledger only by
 * {@link #finish}, when the try was committed.
 */
final class Repeat {
  private final Ledger ledger;
  private final Keeping keeping;
  private final List<Runnable> findings = new ArrayList<>();
  private Optional<String> transaction = Optional.empty();
  private int done;

  Repeat(Ledger ledger) {
    this.ledger = ledger;
    this.keeping = new Keeping(ledger);
  }

  /** The id of the transaction, once it has changed a row. */
  Optional<String> transaction() {
    return transaction;
  }

  /** How many operations succeeded. */
  int done() {
    return done;
  }

  void finish() {
    keeping.commit();
    findings.forEach(Runnable::run);
  }

  void one(Session session, Done operation) {
    switch (operation.operation()) {
      case Operation.Insert insert -> insert(session, operation, insert);
      case Operation.Update update -> update(session, operation, update);
      case Operation.Delete delete -> {
        operation.cascaded().forEach(each -> each.repeat(session));
        operation.cascaded().forEach(each -> each.forget(keeping));
        if (operation.emptied()) {
          Partners.emptied(session, delete);
        }
        compare(operation, run(session, delete.inOldShape()));
        keeping.forget(delete.face().table().name(), delete.key());
      }
    }
    done++;
  }

  /** The key of the row in the old shape, as far as the operation tells it. */
  static Optional<List<String>> key(Done operation) {
    return switch (operation.operation()) {
      case Operation.Insert insert -> {
        List<String> key = new ArrayList<>();
        for (Identifier column : insert.face().key()) {
          String value = operation.result().values().get(column);
          value = value == null ? insert.values().get(column) : value;
          if (value != null) {
            key.add(value);
          }
        }
        boolean complete = !key.isEmpty() && key.size() == insert.face().table().key().size();
        yield complete ? Optional.of(key) : Optional.empty();
      }
      case Operation.Update update -> Optional.of(update.key());
      case Operation.Delete delete -> Optional.of(delete.key());
    };
  }

  private void insert(Session session, Done operation, Operation.Insert insert) {
    Face face = insert.face();
    Map<Identifier, @Nullable String> known = new LinkedHashMap<>(insert.values());
    known.putAll(operation.result().values());
    Map<Identifier, @Nullable String> values = new LinkedHashMap<>();
    for (Snapshot.Column column : face.plain()) {
      values.put(column.name(), known.get(column.name()));
    }
    Map<Identifier, @Nullable String> kept = new LinkedHashMap<>();
    for (Replacement replacement : face.replaced()) {
      values.putAll(oldValues(session, face, replacement, known, kept));
    }
    for (Snapshot.Column column : face.removed()) {
      removed(session, operation, column, known, values);
    }
    NullsOfNewShape.inserted(session, face, known, values, kept);
    for (NewColumn column : face.added()) {
      String value = insert.values().get(column.name());
      if (value != null && !Partners.arrives(face, column)) {
        kept.put(column.name(), value);
      }
    }
    List<Identifier> check = face.table().firesTriggers() ? plainNames(face) : List.of();
    SqlStatement statement =
        Operation.insert(Operation.Target.of(face.table()), values, true, check);
    SqlStatement.Result result = run(session, statement);
    compare(operation, result);
    key(operation)
        .ifPresent(
            key -> {
              Map<Identifier, @Nullable String> tested =
                  new LinkedHashMap<>(operation.result().values());
              // the old shape has something else there
              face.relaxed().forEach(each -> tested.remove(each.name(), null));
              correct(session, face, key, tested, result.values());
              keeping.keep(face.table().name(), key, kept);
              forgetWhatComesAgain(session, face.table(), key, kept);
              new Partners(keeping).inserted(session, face, key, known);
            });
  }

  private static List<Identifier> plainNames(Face face) {
    return face.plain().stream().map(Snapshot.Column::name).toList();
  }

  private static Map<Identifier, @Nullable String> oldValues(
      Session session,
      Face face,
      Replacement replacement,
      Map<Identifier, @Nullable String> fresh,
      Map<Identifier, @Nullable String> kept) {
    Translation.Old old = Translation.down(session, face.table(), replacement, fresh);
    if (!old.expressible()) {
      replacement.fresh().forEach(column -> kept.put(column.name(), fresh.get(column.name())));
    }
    return old.values();
  }

  private void removed(
      Session session,
      Done operation,
      Snapshot.Column column,
      Map<Identifier, @Nullable String> known,
      Map<Identifier, @Nullable String> values) {
    Face face = operation.operation().face();
    boolean inSight = operation.result().types().containsKey(column.name());
    String expression =
        inSight ? "DEFAULT" : face.table().shape().removed().getOrDefault(column.name(), "DEFAULT");
    if (known.containsKey(column.name())) {
      // still in sight under its name: what the server stored is what the old shape has
      values.put(column.name(), known.get(column.name()));
    } else if (!expression.strip().equalsIgnoreCase("DEFAULT")) {
      values.put(
          column.name(), Translation.removed(session, expression, Translation.row(face, known)));
    } else if (column.defaultValue().filter(value -> value.contains("(")).isPresent()) {
      findings.add(
          () ->
              ledger.note(
                  face.table().name().quoted()
                      + "."
                      + column.name()
                      + ": its default may give another value at each call, so that rows written"
                      + " without it cannot be compared in it"));
    }
  }

  private void update(Session session, Done operation, Operation.Update update) {
    Face face = update.face();
    WriteTable table = face.table();
    Map<Identifier, @Nullable String> values = new LinkedHashMap<>();
    List<Identifier> same = new ArrayList<>();
    update.same().stream().filter(face::isPlain).forEach(same::add);
    for (Map.Entry<Identifier, @Nullable String> entry : update.values().entrySet()) {
      if (face.isPlain(entry.getKey())) {
        values.put(entry.getKey(), entry.getValue());
      }
    }
    Map<Identifier, @Nullable String> before = keeping.of(table.name(), update.key());
    if (!before.isEmpty()) {
      overwritten(session, update);
      forgetWhatComesAgain(session, table, update.key(), before);
    }
    Map<Identifier, @Nullable String> kept = new LinkedHashMap<>();
    Set<Identifier> renewed = renew(session, update, before, values, kept);
    List<Altered> nulls = NullsOfNewShape.of(operation, face);
    nulls.forEach(each -> values.remove(each.name()));
    if (values.isEmpty() && same.isEmpty()) {
      // the old shape sees nothing of it, but the row must be there
      same.add(table.key().getFirst());
    }
    SqlStatement statement =
        Operation.update(
            Operation.Target.of(table),
            update.key(),
            values,
            settable(table, same),
            update.returning());
    SqlStatement.Result result = run(session, statement);
    compare(operation, result);
    Map<Identifier, @Nullable String> tested = new LinkedHashMap<>(operation.result().values());
    nulls.forEach(each -> tested.remove(each.name()));
    // what a backfill has put there is not what the old shape has
    table.shape().rewritten().stream()
        .filter(each -> !update.values().containsKey(each))
        .forEach(tested::remove);
    correct(session, face, update.key(), tested, result.values());
    NullsOfNewShape.updated(session, face, update.key(), nulls);
    nulls.forEach(each -> kept.put(each.name(), null));
    face.relaxed().stream().map(Altered::name).filter(values::containsKey).forEach(renewed::add);
    if (operation.result().rows() > 0) {
      keeping.forget(table.name(), update.key(), renewed);
      keeping.keep(table.name(), update.key(), kept);
      before.keySet().removeAll(renewed);
      before.putAll(kept);
      forgetWhatComesAgain(session, table, update.key(), before);
      new Partners(keeping).updated(session, face, update.key(), update.values());
    }
  }

  private void forgetWhatComesAgain(
      Session session,
      WriteTable table,
      List<String> key,
      Map<Identifier, @Nullable String> values) {
    Set<Identifier> again = ComesAgain.of(session, table, key, values);
    keeping.forget(table.name(), key, again);
  }

  /** Adds what the old shape gets of new-shape values; gives the new-shape columns concerned. */
  private static Set<Identifier> renew(
      Session session,
      Operation.Update update,
      Map<Identifier, @Nullable String> before,
      Map<Identifier, @Nullable String> values,
      Map<Identifier, @Nullable String> kept) {
    Face face = update.face();
    WriteTable table = face.table();
    Set<Identifier> renewed = new HashSet<>();
    for (Replacement replacement : face.replaced()) {
      List<Identifier> names = replacement.fresh().stream().map(NewColumn::name).toList();
      if (names.stream().anyMatch(update.values()::containsKey)) {
        Map<Identifier, @Nullable String> fresh =
            current(session, table, replacement, update, before);
        values.putAll(oldValues(session, face, replacement, fresh, kept));
        renewed.addAll(names);
      }
    }
    for (NewColumn column : face.added()) {
      if (update.values().containsKey(column.name()) && !Partners.arrives(face, column)) {
        renewed.add(column.name());
        String value = update.values().get(column.name());
        if (value != null) {
          kept.put(column.name(), value);
        }
      }
    }
    return renewed;
  }

  /** An identity column that is always generated cannot be set to itself. */
  private static List<Identifier> settable(WriteTable table, List<Identifier> columns) {
    return columns.stream()
        .map(
            name ->
                table.column(name).generation() == Snapshot.Generation.IDENTITY_ALWAYS
                    ? anySettable(table)
                    : name)
        .distinct()
        .toList();
  }

  private static Identifier anySettable(WriteTable table) {
    return table.before().columns().stream()
        .filter(column -> column.generation() == Snapshot.Generation.NONE)
        .findFirst()
        .map(Snapshot.Column::name)
        .orElseThrow();
  }

  /** All new values of a row after a client wrote some of them. */
  private static Map<Identifier, @Nullable String> current(
      Session session,
      WriteTable table,
      Replacement replacement,
      Operation.Update update,
      Map<Identifier, @Nullable String> kept) {
    Map<Identifier, @Nullable String> fresh = new LinkedHashMap<>();
    List<Identifier> names = replacement.fresh().stream().map(NewColumn::name).toList();
    if (!names.stream().allMatch(update.values()::containsKey)) {
      fresh.putAll(Translation.current(session, table, replacement, update.key(), kept));
    }
    for (Identifier name : names) {
      if (update.values().containsKey(name)) {
        fresh.put(name, update.values().get(name));
      }
    }
    return fresh;
  }

  /**
   * A client that gives an old column another value also ends what its successor had; new-shape
   * clients do so where the successor has the same name and is not in sight yet.
   */
  private void overwritten(Session session, Operation.Update update) {
    WriteTable table = update.face().table();
    for (Replacement replacement : table.shape().replacements()) {
      List<Identifier> written =
          replacement.old().stream().filter(update.values()::containsKey).toList();
      if (written.isEmpty()) {
        continue;
      }
      String columns =
          String.join(", ", written.stream().map(name -> name.quoted() + "::text").toList());
      boolean differs =
          session
              .query(
                  "SELECT " + columns + " FROM " + table.name().quoted() + Operation.where(table),
                  row -> {
                    boolean other = false;
                    for (int i = 0; i < written.size(); i++) {
                      other |=
                          !Objects.equals(
                              row.textOrNull(i + 1), update.values().get(written.get(i)));
                    }
                    return other;
                  },
                  update.key().toArray())
              .contains(true);
      if (differs) {
        Set<Identifier> names = new HashSet<>();
        replacement.fresh().forEach(column -> names.add(column.name()));
        keeping.forget(table.name(), update.key(), names);
      }
    }
  }

  /** Triggers of users that give other values at each call get those of the tested side. */
  private static void correct(
      Session session,
      Face face,
      List<String> key,
      Map<Identifier, @Nullable String> tested,
      Map<Identifier, @Nullable String> control) {
    Map<Identifier, @Nullable String> differing = new LinkedHashMap<>();
    for (Snapshot.Column column : face.settable()) {
      Identifier name = column.name();
      if (control.containsKey(name)
          && tested.containsKey(name)
          && !Objects.equals(tested.get(name), control.get(name))) {
        differing.put(name, tested.get(name));
      }
    }
    if (!differing.isEmpty()) {
      session.execute("SET LOCAL session_replication_role = replica");
      SqlStatement.Result unused =
          Operation.update(Operation.Target.of(face.table()), key, differing, List.of(), List.of())
              .run(session);
      session.execute("SET LOCAL session_replication_role = origin");
    }
  }

  private SqlStatement.Result run(Session session, SqlStatement statement) {
    SqlStatement.Result result = statement.run(session);
    if (transaction.isEmpty()) {
      transaction = result.transaction();
    }
    return result;
  }

  private void compare(Done operation, SqlStatement.Result control) {
    long tested = operation.result().rows();
    if (tested == control.rows()) {
      return;
    }
    boolean lost = tested < control.rows();
    Defect defect =
        new Defect(
            lost ? Defect.Kind.LOST_ROW : Defect.Kind.COUNT_DIFFERS,
            operation.operation().face().table().name().quoted(),
            key(operation).map(Object::toString).orElse(""),
            operation.operation().statement().text(),
            tested
                + " rows in the tested database, "
                + control.rows()
                + " in the control database");
    findings.add(() -> ledger.defect(defect));
  }
}
