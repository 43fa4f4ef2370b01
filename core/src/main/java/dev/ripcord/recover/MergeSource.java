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
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table right before the damage.
 *
 * @param columns whose values were read
 * @param rows key and values of each, in the order of the keys
 */
record MergeSource(QualifiedName table, List<Identifier> key, List<Identifier> columns, Path rows) {
  MergeSource {
    key = List.copyOf(key);
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
    return new MergeSource(shape.table(), key, columns, file);
  }

  KeyedRow row(List<@Nullable String> all) {
    List<String> printed = new ArrayList<>();
    for (String part : all.subList(0, key.size())) {
      printed.add(String.valueOf(part));
    }
    return new KeyedRow(printed, all.subList(key.size(), all.size()), false);
  }
}
