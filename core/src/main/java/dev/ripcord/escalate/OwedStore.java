package dev.ripcord.escalate;

import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.util.List;

/** What is {@link Owed}, in the database that is changed, beside the alerts. */
final class OwedStore {
  private static final String ALL = SqlResource.of(OwedStore.class, "owed");
  private static final String INSERT = SqlResource.of(OwedStore.class, "insert-owed");
  private static final String DELETE = SqlResource.of(OwedStore.class, "delete-owed");

  private OwedStore() {}

  /** None where ripcord has no table. */
  static List<Owed> read(Session session) {
    return AlertStore.there(session) ? session.query(ALL, OwedStore::owed) : List.of();
  }

  static void add(Session session, Owed owed) {
    long unused =
        switch (owed.about()) {
          case Owed.About.Over it ->
              session.update(INSERT, owed.letter(), owed.channel(), it.alert(), "", "", "", "");
          case Owed.About.Said it ->
              session.update(
                  INSERT,
                  owed.letter(),
                  owed.channel(),
                  null,
                  it.moment(),
                  it.audience(),
                  it.phase(),
                  it.reason());
        };
  }

  static void paid(Session session, Owed owed) {
    long unused = session.update(DELETE, owed.letter(), owed.channel());
  }

  private static Owed owed(Row row) {
    return new Owed(
        row.text("letter"),
        row.text("channel"),
        row.textOrNull("alert") == null
            ? new Owed.About.Said(
                row.text("moment"), row.text("audience"), row.text("phase"), row.text("reason"))
            : new Owed.About.Over(row.number("alert")));
  }
}
