package dev.ripcord.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked for is one thing, and is understood before anything is connected to. */
class RecoverCommandTest {
  private static final String URL = "postgres://nobody@127.0.0.1:1/nothing";

  @TempDir private Path folder;

  private Path migration(String recovery) throws IOException {
    return Files.writeString(
        folder.resolve("m.yaml"), "changes:\n  - drop_table: {table: t}\n" + recovery);
  }

  private CommandFixture run(Path migration, String arguments) {
    CommandFixture fixture = new CommandFixture();
    String all = "recover " + migration + " --database " + URL + " " + arguments;
    assertThat(fixture.run(all.strip().split(" ", -1))).isEqualTo(2);
    return fixture;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|one of --rehearse, --into DIR and --tables TABLE",
        "--rehearse --into x|one of --rehearse, --into DIR and --tables TABLE",
        "--into x|--to POINT",
        "--tables t|--to POINT",
        "--rehearse --dry-run|--dry-run with --tables",
        "--tables t --damage 7|--damage xid:N",
        "--tables t --to xid:7 --damage xid:7|--damage alone"
      })
  void whatDoesNotGoTogetherIsTold(String arguments, String expected) throws IOException {
    assertThat(run(migration(""), arguments).error()).contains(expected);
  }

  @Test
  void withoutABackupThereIsNothingToRecoverFrom() throws IOException {
    assertThat(run(migration(""), "--rehearse").error()).contains("no backup is configured");
  }
}
