package dev.ripcord.rehearse;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.migration.ConstraintChange;
import dev.ripcord.migration.IndexChange;
import dev.ripcord.migration.ViewChange;
import dev.ripcord.plan.Printer;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.Optional;

/**
 * Has the server print what a change makes: makes it of a temporary copy of the table, in a
 * transaction that is rolled back. Who may not make such a table is not told.
 */
final class ServerPrinter implements Printer {
  private final Session session;

  /**
   * @param session outside a transaction
   */
  ServerPrinter(Session session) {
    this.session = session;
  }

  @Override
  public Optional<String> print(Change change) {
    if (change instanceof ConstraintChange.AddCheck it) {
      return made(
          copy(it.table())
              + temporary(it.table(), "ADD CONSTRAINT " + it.name())
              + " CHECK ("
              + it.expression()
              + "\n)",
          "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conname = "
              + Literal.of(it.name().value())
              + " AND conrelid = "
              + oid(it.table().name()));
    }
    if (change instanceof ColumnChange.SetDefault it) {
      return value(it.table(), it.column(), it.value());
    }
    if (change instanceof ColumnChange.AddColumn it) {
      return it.defaultValue().flatMap(value -> value(it.table(), it.column(), value));
    }
    if (change instanceof IndexChange.CreateIndex it) {
      return made(
          copy(it.table())
              + (it.unique() ? "CREATE UNIQUE INDEX " : "CREATE INDEX ")
              + it.name()
              + " ON pg_temp."
              + it.table().name()
              + " USING "
              + it.method()
              + " ("
              + String.join(", ", it.columns())
              + "\n)"
              + it.where().map(where -> " WHERE " + where).orElse(""),
          "SELECT pg_get_indexdef(" + oid(it.name()) + ")");
    }
    if (change instanceof ViewChange.CreateView it) {
      return view(it.view(), it.query());
    }
    if (change instanceof ViewChange.ReplaceView it) {
      return view(it.view(), it.query());
    }
    return Optional.empty();
  }

  private Optional<String> value(QualifiedName table, Identifier column, String value) {
    return made(
        copy(table) + temporary(table, "ALTER COLUMN " + column + " SET DEFAULT ") + value,
        "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = " + oid(table.name()));
  }

  /** A check option is not printed. */
  private Optional<String> view(QualifiedName view, String query) {
    return made(
        "CREATE TEMP VIEW " + view.name() + " AS " + query,
        "SELECT pg_get_viewdef(oid) FROM pg_class WHERE reloptions IS NULL AND oid = "
            + oid(view.name()));
  }

  /** Under its own name, which expressions may use. */
  private static String copy(QualifiedName table) {
    return "CREATE TEMP TABLE " + table.name() + " (LIKE " + table + "); ";
  }

  private static String temporary(QualifiedName table, String change) {
    return "ALTER TABLE pg_temp." + table.name() + " " + change;
  }

  private static String oid(Identifier relation) {
    return Literal.of("pg_temp." + relation.quoted()) + "::regclass";
  }

  private Optional<String> made(String statements, String print) {
    return CatalogReader.printed(session, statements, print);
  }
}
