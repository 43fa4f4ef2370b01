package dev.ripcord.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The key of a table to which many others refer. */
@ExtendWith(TestDatabase.Extension.class)
class ReferencedKeyTest {
  private static final String LOCK =
      "LOCK TABLE public.\"Note\", public.line, public.orders, public.shop IN ACCESS EXCLUSIVE MODE";

  @TempDir private Path folder = Path.of("");

  /** A client that has written a child asks for its parent next. */
  @Test
  void isSwappedBehindLocksOnItsChildrenFirst(TestDatabase database) throws IOException {
    List<Action> swaps = new java.util.ArrayList<>();
    try (Session session = database.open()) {
      session.execute(
          """
          CREATE TABLE shop (id int PRIMARY KEY);
          CREATE TABLE orders (id int PRIMARY KEY REFERENCES shop, parent int REFERENCES orders);
          CREATE TABLE line (id int PRIMARY KEY, orders int REFERENCES orders);
          CREATE TABLE "Note" (id int PRIMARY KEY, orders int REFERENCES orders)
          """);
      Path file = folder.resolve("m.yaml");
      Files.writeString(
          file, "changes:\n  - change_type: {table: orders, column: id, type: bigint}\n");
      Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session))
          .phase(Phase.CONTRACT)
          .steps()
          .stream()
          .filter(step -> step.title().startsWith("Retire"))
          .flatMap(step -> Stream.concat(Stream.of(step.forward()), step.back().stream().limit(1)))
          .forEach(swaps::add);
    }
    assertThat(swaps)
        .hasSize(2)
        .allSatisfy(
            swap ->
                assertThat(((Action.Transaction) swap).statements().getFirst()).isEqualTo(LOCK));
  }
}
