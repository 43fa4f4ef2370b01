package dev.ripcord.starter;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.QualifiedName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The first files of a migration.
 *
 * @param migration the text of {@code migration.yaml}
 * @param schema the text of the {@code schema.sql} beside it; absent when a live database is meant
 */
public record Starter(String migration, Optional<String> schema) {

  /**
   * A migration of a small shop that comes with it, so that there is something to prove at once.
   *
   * @param name of the migration
   */
  public static Starter blank(String name) {
    String head =
        resource("head.yaml")
            .replace("{{name}}", name)
            .replace("{{description}}", "Names in full, and when an order was paid.");
    return new Starter(
        head + "schema: schema.sql\n" + resource("changes.yaml") + resource("tail.yaml"),
        Optional.of(resource("schema.sql")));
  }

  /**
   * A migration of tables that exist, with a first change that can be rehearsed and others to
   * choose from.
   *
   * @param name of the migration
   * @param only the tables that it is about; the largest ones if empty
   * @throws dev.ripcord.problem.RipcordException if there is no such table, or none to change
   */
  public static Starter of(String name, Snapshot snapshot, List<QualifiedName> only) {
    String head =
        resource("head.yaml")
            .replace("{{name}}", name)
            .replace("{{description}}", "Say in a line what this is for.");
    return new Starter(
        head + new Proposals(snapshot, only).changes() + resource("tail.yaml"), Optional.empty());
  }

  private static String resource(String name) {
    try (InputStream stream = Starter.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("no " + name + " beside " + Starter.class.getName());
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
