package dev.ripcord;

import dev.ripcord.escalate.Outbox;
import dev.ripcord.hook.HookRunner;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.recover.Recoverer;
import dev.ripcord.run.Brake;
import dev.ripcord.run.Outside;
import dev.ripcord.run.RunEvent;
import dev.ripcord.run.RunOptions;
import dev.ripcord.run.Runs;
import dev.ripcord.run.Validations;
import dev.ripcord.secret.Secrets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** What the door gives to those behind it: the real clock, environment, randomness and sleep. */
final class Wiring {
  private Wiring() {}

  static Runs runs(
      DatabaseUrl database, RunOptions options, Brake brake, RunEvent.Listener listener) {
    HookRunner hooks =
        new HookRunner(System.getenv(), hidden(database), Clock.systemUTC(), Thread::sleep);
    return new Runs(
        database,
        Clock.systemUTC(),
        options,
        brake,
        new Outside(hooks, means(hidden(database))),
        listener);
  }

  static Outbox.Means means(List<String> hidden) {
    return new Outbox.Means(
        new Secrets(System.getenv()), hidden, Clock.systemUTC(), Thread::sleep, new SecureRandom());
  }

  static List<String> hidden(DatabaseUrl database) {
    return database.password().isEmpty() ? List.of() : List.of(database.password());
  }

  static Validations validations(
      Path migrationFile, DatabaseUrl database, Validations.Files files, Brake brake) {
    return new Validations(
        MigrationReader.read(migrationFile).name(),
        database,
        files,
        Clock.systemUTC(),
        new Secrets(System.getenv()),
        brake);
  }

  static Recoverer recoverer(Path migrationFile, DatabaseUrl database, Recoverer.Order order) {
    return new Recoverer(MigrationReader.read(migrationFile), database, Clock.systemUTC(), order);
  }
}
