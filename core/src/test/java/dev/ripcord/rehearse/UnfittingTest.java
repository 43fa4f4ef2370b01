package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.hazard.Hazards;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.InputException;
import dev.ripcord.schema.SchemaFingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Files that are well formed and do not fit their database: what is said of them, word for word.
 */
@ExtendWith(TestDatabase.Extension.class)
class UnfittingTest {
  private static final Path CORPUS = Path.of("src/test/resources/dev/ripcord/rehearse/unfitting");

  @Test
  void saysWhatDoesNotFitAndTouchesNothing(TestDatabase database) throws IOException {
    StringBuilder found = new StringBuilder();
    try (Session session = database.open();
        Stream<Path> files = Files.list(CORPUS)) {
      session.execute(Files.readString(CORPUS.resolve("schema.sql")));
      SchemaFingerprint before = CatalogReader.fingerprint(session);
      for (Path file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
        found.append(problems(session, file).replace(CORPUS + "/", "")).append('\n');
      }
      assertThat(CatalogReader.fingerprint(session)).isEqualTo(before);
    }
    assertThat(found.toString()).isEqualTo(Files.readString(CORPUS.resolve("messages.txt")));
  }

  private static String problems(Session session, Path file) {
    Migration migration = MigrationReader.read(file);
    try {
      Plan plan = Fitting.plan(migration, CatalogReader.snapshot(session), session, Hazards::plan);
      return file + ": fits, in " + plan.steps().size() + " steps";
    } catch (InputException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
