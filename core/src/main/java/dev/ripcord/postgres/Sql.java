package dev.ripcord.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The {@code .sql} resources that lie beside the classes that run them. */
public final class Sql {
  private Sql() {}

  /**
   * The text of {@code name.sql} in the package of the class.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static String of(Class<?> beside, String name) {
    try (InputStream stream = beside.getResourceAsStream(name + ".sql")) {
      if (stream == null) {
        throw new IllegalArgumentException("no " + name + ".sql beside " + beside.getName());
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
