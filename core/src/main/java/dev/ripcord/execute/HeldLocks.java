package dev.ripcord.execute;

import dev.ripcord.plan.LockMode;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code pg_locks} says a process of the server holds on the users' tables. */
final class HeldLocks {
  private static final String HELD = SqlResource.of(HeldLocks.class, "held-locks");

  private HeldLocks() {}

  /**
   * Strongest granted mode per table, by qualified name.
   *
   * @param pid null for the session's own process
   */
  static Map<String, LockMode> of(Session session, @Nullable Integer pid) {
    record Held(String table, Optional<LockMode> mode) {}
    Map<String, LockMode> strongest = new TreeMap<>();
    session
        .query(
            HELD,
            row ->
                new Held(
                    QualifiedName.of(row.text("schema"), row.text("name")).quoted(),
                    mode(row.text("mode"))),
            pid)
        .forEach(
            held ->
                held.mode()
                    .ifPresent(mode -> strongest.merge(held.table(), mode, HeldLocks::stronger)));
    return strongest;
  }

  static LockMode stronger(LockMode one, LockMode other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Optional<LockMode> mode(String catalogueName) {
    return Stream.of(LockMode.values())
        .filter(mode -> mode.catalogueName().equals(catalogueName))
        .findFirst();
  }
}
