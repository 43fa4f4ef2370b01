package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.Ripcord;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NothingToRehearseTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aMigrationThatIsThereAlreadyIsRefused() throws IOException {
    Path schema = Files.writeString(folder.resolve("schema.sql"), "CREATE TABLE t (id int);");
    Path file =
        Files.writeString(
            folder.resolve("m.yaml"),
            "migration: m\nschema: "
                + schema.getFileName()
                + "\nchanges:\n  - drop_column: {table: t, column: gone}\n");
    assertThatThrownBy(() -> Ripcord.rehearse(file, RehearsalOptions.DEFAULT, event -> {}))
        .isInstanceOfSatisfying(
            RipcordException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(ProblemCode.REFUSED);
              assertThat(refused).hasMessageContaining("nothing to rehearse");
            });
  }
}
