package dev.ripcord.run;

import dev.ripcord.Ripcord;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseUrl;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Live runs without a proof, by somebody to whom everything is approved beforehand.
 *
 * @param exports where journals go
 */
record Live(DatabaseUrl url, Path exports) {
  static final RunResult COMPLETED = new RunResult.Completed(java.util.List.of());

  RunResult run(Path migration, Phase until) {
    return Ripcord.run(migration, url, options(Optional.of(until)), new Brake(), event -> {});
  }

  RunResult resume(Phase until) {
    return Ripcord.resume(url, options(Optional.of(until)), new Brake(), event -> {});
  }

  RunResult back(Back to) {
    return Ripcord.rollback(url, to, "test", options(Optional.empty()), new Brake(), event -> {});
  }

  RunResult end() {
    return Ripcord.cleanUpArchives(
        url, Optional.of("test"), options(Optional.empty()), new Brake(), event -> {});
  }

  /** The same database as somebody else. */
  static DatabaseUrl as(DatabaseUrl url, String role) {
    return new DatabaseUrl(
        url.host(), url.port(), url.database(), role, "secret", url.parameters());
  }

  private RunOptions options(Optional<Phase> until) {
    return new RunOptions(
        "test",
        until,
        new RunOptions.Consent(true, true, false),
        new RunOptions.Overrides(
                Optional.of("a test"), Optional.of("a test"), Optional.empty(), Optional.empty())
            .althoughBlind(Optional.of("a test")),
        Optional.of(exports.resolve("no-proof.json")),
        exports);
  }
}
