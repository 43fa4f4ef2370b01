package dev.ripcord.plan;

import dev.ripcord.sql.QualifiedName;
import java.util.List;

/**
 * Archives each row that clients insert, beside the walk that archives those that exist, and on
 * when the columns are dropped: what the row would have had is computed from its other columns,
 * which may be changed later. A row whose key comes again is another row.
 *
 * @param key of the row NEW
 * @param values over NEW, as the archive has them
 */
record ArchiveTrigger(
    QualifiedName table, int number, KeyedStore archive, String key, List<String> values) {
  ArchiveTrigger {
    values = List.copyOf(values);
  }

  List<String> create() {
    return List.of(
        "CREATE OR REPLACE FUNCTION "
            + function()
            + "() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT"
            + " AS $ripcord$\nBEGIN\n  INSERT INTO "
            + archive.name()
            + " ("
            + archive.columns()
            + ") VALUES ("
            + key
            + ", "
            + String.join(", ", values)
            + ")\n  ON CONFLICT ("
            + archive.keyColumns()
            + ") DO UPDATE SET "
            + archive.oldAgain()
            + ";\n  RETURN NULL;\nEND\n$ripcord$",
        "CREATE TRIGGER "
            + Names.syncTrigger(number)
            + " AFTER INSERT ON "
            + table
            + " FOR EACH ROW EXECUTE FUNCTION "
            + function()
            + "()",
        "ALTER TABLE " + table + " ENABLE ALWAYS TRIGGER " + Names.syncTrigger(number));
  }

  List<String> drop() {
    return List.of(
        "DROP TRIGGER " + Names.syncTrigger(number) + " ON " + table,
        "DROP FUNCTION " + function() + "()");
  }

  private QualifiedName function() {
    return Names.syncFunction(table, number);
  }
}
