package dev.ripcord.workload;

import dev.ripcord.plan.TableShape.NewColumn;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The value sources of all columns, found when first needed. Safe for use by several threads. */
final class Values {
  private final ColumnValues origin;
  private final Map<Key, ValueSource> sources = new ConcurrentHashMap<>();

  private record Key(QualifiedName table, Identifier column, String type) {}

  Values(ColumnValues origin) {
    this.origin = origin;
  }

  /** Finds the source now, while the tables are as they were. */
  void prepare(WriteTable table) {
    List<Snapshot.Column> columns = new ArrayList<>(table.before().columns());
    table.shape().added().forEach(column -> columns.add(column(column)));
    table
        .shape()
        .replacements()
        .forEach(each -> each.fresh().forEach(column -> columns.add(column(column))));
    for (Snapshot.Column column : columns) {
      ValueSource unused = source(table, column);
    }
  }

  @Nullable String of(WriteTable table, Snapshot.Column column, Random random) {
    ValueSource source = source(table, column);
    synchronized (source) {
      return source.next(random);
    }
  }

  /** A value for a column of the new shape, at times one that the old type could not hold. */
  @Nullable String of(
      WriteTable table, NewColumn column, Optional<Snapshot.Column> replaces, Random random) {
    String value = of(table, column(column), random);
    if (value == null || replaces.isEmpty() || random.nextInt(4) != 0) {
      return value;
    }
    return wider(value, replaces.get().type(), column.type(), random);
  }

  private static String wider(String value, String from, String to, Random random) {
    if (to.equals("text") || to.equals("character varying")) {
      return value.isEmpty() ? value : (value + ' ').repeat(2 + random.nextInt(40)).strip();
    }
    boolean widerNumber = List.of("bigint", "numeric").contains(to);
    if (widerNumber && List.of("smallint", "integer").contains(from)) {
      return String.valueOf((1L << 32) + random.nextInt(1_000_000_000));
    }
    return value;
  }

  private ValueSource source(WriteTable table, Snapshot.Column column) {
    return sources.computeIfAbsent(
        new Key(table.name(), column.name(), column.type()),
        key -> origin.of(table.before(), column));
  }

  private static Snapshot.Column column(NewColumn column) {
    return new Snapshot.Column(
        column.name(),
        column.type(),
        column.notNull(),
        Optional.empty(),
        Optional.empty(),
        Snapshot.Generation.NONE,
        Optional.empty(),
        List.of(),
        List.of(),
        false,
        true);
  }
}
