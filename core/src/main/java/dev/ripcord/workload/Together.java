package dev.ripcord.workload;

import dev.ripcord.plan.TableShape.Replacement;
import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.Snapshot.Generation;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.workload.ValueSources.ValueCheck;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Columns that one CHECK constraint compares: written together, with values that stand in a row of
 * the start, for values drawn one by one would mostly be refused.
 */
final class Together {
  private final Map<QualifiedName, List<Group>> groups = new HashMap<>();

  private record Group(List<Identifier> columns, List<List<@Nullable String>> rows) {}

  /** Reads the constraints, and some rows that satisfy them, while tables are as they were. */
  static Together read(Session session, List<WriteTable> tables) {
    Together together = new Together();
    for (WriteTable table : tables) {
      Set<Identifier> taken = new HashSet<>(notAlone(table));
      for (ValueCheck check : ValueCheck.read(session, table.name())) {
        if (check.columns().size() > 1 && Collections.disjoint(check.columns(), taken)) {
          taken.addAll(check.columns());
          together
              .groups
              .computeIfAbsent(table.name(), unused -> new ArrayList<>())
              .add(new Group(check.columns(), rows(session, table, check.columns())));
        }
      }
    }
    return together;
  }

  /** Columns whose values somebody else decides: keys, references, the server, the migration. */
  private static Set<Identifier> notAlone(WriteTable table) {
    Set<Identifier> names = new HashSet<>(table.frozen());
    table.outgoing().forEach(key -> names.addAll(key.columns()));
    table.before().columns().stream()
        .filter(column -> column.generation() != Generation.NONE)
        .forEach(column -> names.add(column.name()));
    names.addAll(table.shape().removed().keySet());
    for (Replacement replacement : table.shape().replacements()) {
      names.addAll(replacement.old());
    }
    return names;
  }

  private static List<List<@Nullable String>> rows(
      Session session, WriteTable table, List<Identifier> columns) {
    String list = columns.stream().map(Identifier::quoted).collect(Collectors.joining(", "));
    return session.queryPlain(
        "SELECT %s FROM %s LIMIT 2000".formatted(list, table.name().quoted()), Together::texts);
  }

  private static List<@Nullable String> texts(Row row) {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 1; i <= row.width(); i++) {
      texts.add(row.textOrNull(i));
    }
    return texts;
  }

  /**
   * Gives all columns of a group their values, if one of them is written.
   *
   * @param settable which columns the statement may write
   */
  void complete(
      WriteTable table,
      Predicate<Identifier> settable,
      Map<Identifier, @Nullable String> written,
      RandomGenerator random) {
    for (Group group : groups.getOrDefault(table.name(), List.of())) {
      if (!group.rows().isEmpty()
          && group.columns().stream().allMatch(settable)
          && !Collections.disjoint(group.columns(), written.keySet())) {
        List<@Nullable String> row = group.rows().get(random.nextInt(group.rows().size()));
        for (int i = 0; i < row.size(); i++) {
          written.put(group.columns().get(i), row.get(i));
        }
      }
    }
  }
}
