package dev.ripcord.rehearse;

import dev.ripcord.migration.Check;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.rehearse.Proof.Difference;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The SQL checks of the migration file: what held at the start must hold again after every way
 * back. Made-up rows need not obey a rule that only the application knows, so a check that did not
 * hold at the start says nothing and is left out.
 */
final class OwnChecks {
  private final DatabaseUrl tested;
  private final List<Check.Sql> heldAtStart;

  private OwnChecks(DatabaseUrl tested, List<Check.Sql> heldAtStart) {
    this.tested = tested;
    this.heldAtStart = heldAtStart;
  }

  static OwnChecks atStart(Stage stage) {
    List<Check.Sql> all =
        stage.plan().migration().checks().stream()
            .filter(Check.Sql.class::isInstance)
            .map(Check.Sql.class::cast)
            .toList();
    if (all.isEmpty()) {
      return new OwnChecks(stage.tested(), all);
    }
    try (Session session = Session.open(stage.control(), Stage.APPLICATION)) {
      return new OwnChecks(
          stage.tested(), all.stream().filter(check -> holds(session, check)).toList());
    }
  }

  /** Those that do not hold any more. */
  List<Difference> broken() {
    if (heldAtStart.isEmpty()) {
      return List.of();
    }
    try (Session session = Session.open(tested, Stage.APPLICATION)) {
      return heldAtStart.stream()
          .filter(check -> !holds(session, check))
          .map(
              check ->
                  new Difference(
                      "check",
                      check.title(),
                      "answers " + answer(session, check) + ", expected " + check.expected(),
                      List.of(check.query())))
          .toList();
    }
  }

  private static boolean holds(Session session, Check.Sql check) {
    return Objects.equals(answer(session, check), check.expected());
  }

  private static @Nullable String answer(Session session, Check.Sql check) {
    try {
      return session.scalar(check.query());
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      return "error: " + e.getMessage();
    }
  }
}
