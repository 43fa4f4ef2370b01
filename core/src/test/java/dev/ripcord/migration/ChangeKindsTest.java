package dev.ripcord.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each kind of change has a page, and an example that is shown there and run as a scenario. */
class ChangeKindsTest {
  static final List<String> kinds = ChangeReader.KINDS.stream().map(ChangeKind::name).toList();

  @ParameterizedTest
  @FieldSource("kinds")
  void hasAPageAndAnExample(String kind) throws IOException {
    String folder = kind.replace('_', '-');
    Path example = Path.of("../examples/changes", folder, "migration.yaml");
    String text = Files.readString(example);
    assertThat(MigrationReader.read(example).changes()).isNotEmpty();
    assertThat(text).contains("  - " + kind + ":");
    assertThat(Path.of("../docs/changes", folder + ".md"))
        .content()
        .startsWith("# " + kind + "\n")
        .contains(text.substring(text.indexOf("changes:\n")).strip());
  }
}
