package dev.ripcord.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What all fixed queries must be like. */
class SqlResourcesTest {
  private static final Path RESOURCES = Path.of("src/main/resources");

  /** A server of another encoding than UTF-8 may have no such character, and refuses the query. */
  @Test
  void areInAscii() throws IOException {
    try (Stream<Path> files = Files.walk(RESOURCES)) {
      List<Path> queries = files.filter(file -> file.toString().endsWith(".sql")).toList();
      assertThat(queries).hasSizeGreaterThan(50);
      assertThat(queries).filteredOn(file -> !isAscii(file)).isEmpty();
    }
  }

  private static boolean isAscii(Path file) {
    try {
      return StandardCharsets.US_ASCII.newEncoder().canEncode(Files.readString(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
