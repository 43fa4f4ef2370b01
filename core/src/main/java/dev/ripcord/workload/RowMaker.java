package dev.ripcord.workload;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.workload.ValueSources.ValueColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the candidates for one table. */
final class RowMaker {
  private static final int MOST_VALUES = 100_000;

  private final List<ValueColumn> columns;
  private final Set<Identifier> forced = new HashSet<>();
  private final List<ValueSource> sources = new ArrayList<>();
  private final List<RowParents> parents = new ArrayList<>();
  private final List<RowReference> selves = new ArrayList<>();
  private final Set<Identifier> open = new HashSet<>();
  private final RandomGenerator random;
  private long ordinal;

  /**
   * What rows are made for.
   *
   * @param references its foreign keys
   * @param later those of them that are set when all rows are there
   */
  record Target(
      RowRelation relation,
      List<ValueColumn> columns,
      List<RowReference> references,
      List<RowReference> later) {}

  RowMaker(Session session, Target target, ValueSources maker, RowOptions options) {
    RowRelation relation = target.relation();
    List<ValueColumn> all = target.columns();
    List<RowReference> references = target.references();
    List<RowReference> later = target.later();
    this.random = new Random(options.seed() * 31 + relation.name().quoted().hashCode());
    Set<Identifier> referencing = new HashSet<>();
    references.forEach(each -> referencing.addAll(each.columns()));
    for (RowReference reference : references) {
      boolean required = required(all, reference);
      if (!later.contains(reference)) {
        parents.add(RowParents.read(session, relation, reference, required));
      } else if (!required) {
        open.addAll(reference.columns());
      } else if (reference.child().equals(reference.parent())) {
        // a row may reference itself, if we know its key before the server does
        selves.add(reference);
        forced.addAll(reference.parentColumns());
      }
    }
    if (relation.partitioned()) {
      // the server would make them only after we had to know which rows find a partition
      all.stream().filter(ValueColumn::serial).map(ValueColumn::name).forEach(forced::add);
    }
    this.columns =
        all.stream()
            .filter(each -> !each.generated())
            .filter(
                each ->
                    !each.serial()
                        || forced.contains(each.name())
                        || referencing.contains(each.name()))
            .toList();
    forced.retainAll(all.stream().filter(ValueColumn::serial).map(ValueColumn::name).toList());
    int pool = Math.min(MOST_VALUES, Math.max(4_000, options.rowsPerTable() * 8));
    for (ValueColumn column : columns) {
      sources.add(source(column, maker, pool));
    }
  }

  private static boolean required(List<ValueColumn> all, RowReference reference) {
    return all.stream()
        .anyMatch(each -> each.required() && reference.columns().contains(each.name()));
  }

  private ValueSource source(ValueColumn column, ValueSources maker, int pool) {
    boolean chosen =
        open.contains(column.name())
            || parents.stream()
                .anyMatch(each -> each.reference().columns().contains(column.name()));
    if (chosen) {
      return unused -> null;
    }
    // a number that the server would give: it must be able to give the next ones
    if (!column.aloneUnique() && !column.serial()) {
      return ValueSources.nullable(column, maker.source(column, 2_000));
    }
    ValueSource distinct =
        switch (maker.freeBase(column)) {
          case "int2", "int4", "int8", "numeric" -> unused -> String.valueOf(ordinal);
          default -> maker.distinct(column, pool);
        };
    return ValueSources.nullable(column, distinct);
  }

  /** The columns that are written. */
  List<ValueColumn> columns() {
    return columns;
  }

  /** Columns whose sequence must be moved past the values that we chose. */
  Set<Identifier> forcedSequences() {
    return Set.copyOf(forced);
  }

  /** So many rows, each followed by its ordinal. */
  Iterator<List<@Nullable String>> rows(int count) {
    return IntStream.range(0, count).mapToObj(unused -> row()).iterator();
  }

  private List<@Nullable String> row() {
    ordinal++;
    Map<Identifier, @Nullable String> chosen = new HashMap<>();
    parents.forEach(each -> each.choose(chosen, ordinal, random));
    @Nullable String[] values = new @Nullable String[columns.size() + 1];
    for (int i = 0; i < columns.size(); i++) {
      Identifier name = columns.get(i).name();
      values[i] = chosen.containsKey(name) ? chosen.get(name) : sources.get(i).next(random);
    }
    for (RowReference self : selves) {
      for (int i = 0; i < self.columns().size(); i++) {
        values[place(self.columns().get(i))] = values[place(self.parentColumns().get(i))];
      }
    }
    values[columns.size()] = String.valueOf(ordinal);
    return Arrays.asList(values);
  }

  private int place(Identifier name) {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no column " + name));
  }
}
