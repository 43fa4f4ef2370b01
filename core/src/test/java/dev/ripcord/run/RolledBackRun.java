package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.escalate.Outbox;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.secret.Secrets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A run that was rolled back to its start, with its journal in a folder. */
public final class RolledBackRun {
  private final Quiet quiet;

  private RolledBackRun(Quiet quiet) {
    this.quiet = quiet;
  }

  /**
   * Runs and rolls back.
   *
   * @param around of the migration file, in YAML
   */
  public static RolledBackRun of(TestDatabase database, Path folder, String around) {
    return of(database, folder, around, Map.of());
  }

  public static RolledBackRun of(
      TestDatabase database, Path folder, String around, Map<String, String> environment) {
    RolledBackRun run = new RolledBackRun(Quiet.of(database, folder));
    run.quiet.environment.putAll(environment);
    run.again(around);
    return run;
  }

  /** Once more, from the start to contract and back. */
  public void again(String around) {
    quiet.overrides = quiet.overrides.althoughBlind(Optional.of("a test"));
    assertThat(quiet.begin(around, Optional.of(Phase.CONTRACT), true))
        .isInstanceOf(RunResult.Reached.class);
    quiet.assertRolledBack();
  }

  public Migration migration() {
    return MigrationReader.read(quiet.folder().resolve("migration.yaml"));
  }

  public DatabaseUrl url() {
    return quiet.url();
  }

  public Path folder() {
    return quiet.folder();
  }

  public void sql(String statements) {
    quiet.sql(statements);
  }

  /** What is reached outside, with the secrets of the run. */
  public Outbox.Means means() {
    return new Outbox.Means(
        new Secrets(quiet.environment),
        List.of(quiet.url().password()),
        Clock.systemUTC(),
        Thread::sleep,
        new Random(1));
  }

  /** The file of its journal. */
  public Path journal() {
    return Export.newest(quiet.folder(), "logins").orElseThrow().journal().path();
  }
}
