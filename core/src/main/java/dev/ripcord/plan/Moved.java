package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns of one table and their successors in another, whose rows are paired by a key that is
 * unique and NOT NULL in both.
 *
 * @param number unique in the plan
 * @param origin the change, in words
 */
record Moved(
    Snapshot.Table from,
    Snapshot.Table to,
    int number,
    String origin,
    List<Pair> columns,
    List<Key> keys) {
  Moved {
    columns = List.copyOf(columns);
    keys = List.copyOf(keys);
  }

  /** A column as it was, and its name in the other table. */
  record Pair(Snapshot.Column old, Identifier fresh) {
    String type() {
      return old.type();
    }
  }

  /** A column of the key: there, and here. */
  record Key(Identifier there, Identifier here) {}

  /**
   * One of the two tables, as a trigger of one sees the other.
   *
   * @param columns in the order of {@link Moved#columns}, by the names that they go by at the time
   * @param keys in the order of {@link Moved#keys}
   */
  record Side(
      QualifiedName table, List<Identifier> columns, List<Identifier> keys, List<String> types) {
    Side {
      columns = List.copyOf(columns);
      keys = List.copyOf(keys);
      types = List.copyOf(types);
    }

    /** Rows of both sides, by their aliases, belong together. */
    String paired(String own, Side other, String others) {
      return IntStream.range(0, keys.size())
          .mapToObj(i -> own + "." + keys.get(i) + " = " + others + "." + other.keys.get(i))
          .collect(joining(" AND "));
    }

    String keyChanged() {
      return keys.stream()
          .map(each -> "NEW." + each + " IS DISTINCT FROM OLD." + each)
          .collect(joining(" OR "));
    }
  }

  /** The table that loses the columns. */
  Side here(boolean retired) {
    return new Side(
        from.name(),
        columns.stream()
            .map(each -> retired ? Names.retired(each.old().name()) : each.old().name())
            .toList(),
        keys.stream().map(Key::here).toList(),
        types());
  }

  /** The table that gets them. */
  Side there() {
    return there(columns.stream().map(Pair::fresh).toList());
  }

  /** Likewise, while they are on their way out. */
  Side thereLeaving() {
    return there(columns.stream().map(each -> Names.leaving(each.fresh())).toList());
  }

  private Side there(List<Identifier> names) {
    return new Side(to.name(), names, keys.stream().map(Key::there).toList(), types());
  }

  private List<String> types() {
    return columns.stream().map(Pair::type).toList();
  }

  String names() {
    return columns.stream().map(each -> each.old().name().quoted()).collect(joining(", "));
  }

  String freshNames() {
    return columns.stream().map(each -> each.fresh().quoted()).collect(joining(", "));
  }
}
