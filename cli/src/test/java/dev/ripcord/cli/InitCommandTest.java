package dev.ripcord.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first files: written once, never over others. */
class InitCommandTest {
  private final CommandFixture fixture = new CommandFixture();

  @TempDir private Path folder = Path.of("");

  @Test
  void writesBothAndSaysWhatIsNext() throws IOException {
    Path migration = folder.resolve("shop.yaml");
    assertThat(fixture.run("init", migration.toString())).isZero();
    assertThat(fixture.out())
        .contains("wrote " + migration + " and " + folder.resolve("schema.sql"))
        .contains("next: ripcord rehearse " + migration);
    assertThat(migration).content().contains("migration: shop\n", "schema: schema.sql");
    assertThat(files()).containsExactlyInAnyOrder("shop.yaml", "schema.sql");
  }

  @Test
  void leavesFilesThatAreThere() throws IOException {
    Path schema = Files.writeString(folder.resolve("schema.sql"), "-- mine");
    assertThat(fixture.run("init", folder.resolve("shop.yaml").toString())).isEqualTo(2);
    assertThat(fixture.error()).contains(schema + " is there already");
    assertThat(schema).hasContent("-- mine");
    assertThat(files()).containsExactly("schema.sql");
  }

  @Test
  void aTableNeedsItsDatabase() throws IOException {
    assertThat(fixture.run("init", folder.resolve("a.yaml").toString(), "--table", "orders"))
        .isEqualTo(2);
    assertThat(fixture.error()).contains("--table needs the database");
    assertThat(fixture.run("init", "--table", "a b")).isEqualTo(2);
    assertThat(fixture.error()).contains("expected a table name such as users or app.users");
    assertThat(files()).isEmpty();
  }

  @Test
  void saysWhatItCannotWrite() {
    Path nowhere = folder.resolve("missing/a.yaml");
    assertThat(fixture.run("init", nowhere.toString())).isEqualTo(3);
    assertThat(fixture.error()).contains("cannot write to");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
