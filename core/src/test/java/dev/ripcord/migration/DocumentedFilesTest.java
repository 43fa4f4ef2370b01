package dev.ripcord.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every migration file that the documents show is one that the reader takes. */
class DocumentedFilesTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern BLOCK =
      Pattern.compile("^```yaml\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  record Shown(Path document, int number, String text) {
    @Override
    public String toString() {
      return document + " block " + number;
    }
  }

  static List<Shown> shown() throws IOException {
    try (Stream<Path> documents = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), documents)
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .flatMap(DocumentedFilesTest::blocks)
          .toList();
    }
  }

  private static Stream<Shown> blocks(Path document) {
    try {
      List<String> texts =
          BLOCK.matcher(Files.readString(document)).results().map(it -> it.group(1)).toList();
      return Stream.iterate(0, i -> i < texts.size(), i -> i + 1)
          .map(i -> new Shown(document, i + 1, texts.get(i)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void theReadmeAndTheReferenceShowSome() throws IOException {
    assertThat(shown()).hasSizeGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("shown")
  void isRead(Shown shown, @TempDir Path folder) throws IOException {
    Path example = ROOT.resolve("examples/user-management");
    for (String name : List.of("contacts.yaml", "schema.sql")) {
      Files.copy(example.resolve(name), folder.resolve(name));
    }
    Path file = Files.writeString(folder.resolve("migration.yaml"), shown.text());
    assertThat(MigrationReader.read(file).changes()).isNotEmpty();
  }

  @Test
  void theReadmeShowsTheExample() throws IOException {
    String example = Files.readString(ROOT.resolve("examples/user-management/migration.yaml"));
    List<String> blocks = blocks(ROOT.resolve("README.md")).map(Shown::text).toList();
    assertThat(blocks).hasSize(1);
    assertThat(example).contains(blocks.getFirst().strip());
  }
}
