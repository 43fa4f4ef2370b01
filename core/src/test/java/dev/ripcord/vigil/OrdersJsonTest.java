package dev.ripcord.vigil;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.plan.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whoever goes on with a run without its file watches the same, and calls the same people. */
class OrdersJsonTest {
  private static final Path CORPUS =
      Path.of("src/test/resources/dev/ripcord/migration/corpus/valid");

  @Test
  void readsBackWhatItWrote() throws IOException {
    Set<Class<?>> seen = new HashSet<>();
    for (Path file : files()) {
      Orders orders = Orders.of(MigrationReader.read(file));
      String text = CanonicalJson.write(OrdersJson.write(orders));
      assertThat(OrdersJson.read(CanonicalJson.read(text))).as("%s", file).isEqualTo(orders);
      orders.contacts().channels().forEach(channel -> seen.add(channel.getClass()));
      orders.watch().metrics().values().stream()
          .map(Metric::measure)
          .forEach(measure -> seen.add(measure.getClass()));
    }
    assertThat(seen)
        .as("kinds in the corpus")
        .contains(Channel.class.getPermittedSubclasses())
        .contains(Measure.class.getPermittedSubclasses());
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }
}
