package dev.ripcord.recover;

import dev.ripcord.postgres.KeyedRows;
import dev.ripcord.postgres.KeyedRows.KeyedRow;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table right before the damage.
 *
 * @param keyTypes types of the key's columns, with their limits
 * @param columns whose values were read
 * @param rows key and values of each, in the order of the keys
 */
record MergeSource(
    QualifiedName table,
    List<Identifier> key,
    List<String> keyTypes,
    List<Identifier> columns,
    Path rows) {
  private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");
  private static final Pattern TEXTS = Pattern.compile("text|character varying(\\(\\d+\\))?");

  MergeSource {
    key = List.copyOf(key);
    keyTypes = List.copyOf(keyTypes);
    columns = List.copyOf(columns);
  }

  /** Reads them, inside a transaction. */
  static MergeSource read(Session inside, MergeShape shape, Path file) {
    List<Identifier> key = shape.keys().getFirst().columns();
    List<Identifier> columns = shape.stored();
    KeyedRows.Wanted wanted =
        new KeyedRows.Wanted(shape.table(), shape.only(), key, columns, Optional.empty());
    try (KeyedRows rows = KeyedRows.open(inside, wanted);
        RowFile.Writer writer = new RowFile.Writer(file)) {
      List<String> last = List.of();
      for (KeyedRow row = rows.next(); row != null; row = rows.next()) {
        if (row.key().equals(last)) {
          throw new RipcordException(
              ProblemCode.REFUSED,
              "cannot be merged: two restored rows of " + shape.table() + " have the key " + last);
        }
        last = row.key();
        List<@Nullable String> all = new ArrayList<>(row.key());
        all.addAll(row.values());
        writer.add(all);
      }
    }
    List<String> keyTypes =
        key.stream().map(name -> shape.column(name).orElseThrow().declared()).toList();
    return new MergeSource(shape.table(), key, keyTypes, columns, file);
  }

  /**
   * Why the keys of a later moment cannot be told to be those of the restored rows, in words: under
   * another type the same key may be printed otherwise, and others may be equal.
   *
   * @param when such as {@code now}
   */
  List<String> otherKeyTypes(MergeShape later, String when) {
    List<String> refusals = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      String was = keyTypes.get(i);
      String name = key.get(i).quoted();
      later
          .column(key.get(i))
          .map(MergeShape.Column::declared)
          .filter(is -> !alike(was, is))
          .ifPresent(
              is ->
                  refusals.add(
                      "key column %s of %s was %s before the damage and is %s %s"
                          .formatted(name, table, was, is, when)));
    }
    return refusals;
  }

  /** Whether both print and compare their values in the same way. */
  private static boolean alike(String one, String other) {
    return one.equals(other)
        || (INTEGERS.contains(one) && INTEGERS.contains(other))
        || (TEXTS.matcher(one).matches() && TEXTS.matcher(other).matches());
  }

  KeyedRow row(List<@Nullable String> all) {
    List<String> printed = new ArrayList<>();
    for (String part : all.subList(0, key.size())) {
      printed.add(String.valueOf(part));
    }
    return new KeyedRow(printed, all.subList(key.size(), all.size()), false);
  }
}
