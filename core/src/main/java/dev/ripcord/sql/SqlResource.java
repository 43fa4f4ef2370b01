package dev.ripcord.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The {@code .sql} resources that lie beside the classes that use them. */
public final class SqlResource {
  private SqlResource() {}

  /**
   * The text of {@code name.sql} in the package of the class, without a final semicolon.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static String of(Class<?> beside, String name) {
    try (InputStream stream = beside.getResourceAsStream(name + ".sql")) {
      if (stream == null) {
        throw new IllegalArgumentException("no " + name + ".sql beside " + beside.getName());
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
      return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
