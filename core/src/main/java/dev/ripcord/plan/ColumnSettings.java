package dev.ripcord.plan;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;

/** Statistics targets, storage, compression and options of columns. */
final class ColumnSettings {
  private ColumnSettings() {}

  /**
   * The statements that tell another column what this one was told.
   *
   * @param sameType whether the other has its type: only some types have a storage to choose, or
   *     can be compressed
   */
  static List<String> on(
      QualifiedName table, Snapshot.Column column, Identifier other, boolean sameType) {
    return column.settings().stream()
        .filter(
            each ->
                sameType || !(each.startsWith("SET STORAGE") || each.startsWith("SET COMPRESSION")))
        .map(each -> "ALTER TABLE " + table + " ALTER COLUMN " + other + " " + each)
        .toList();
  }
}
