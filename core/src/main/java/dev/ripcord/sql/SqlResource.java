package dev.ripcord.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The {@code .sql} resources that lie beside the classes that use them. */
public final class SqlResource {
  private static final Map<String, String> READ = new ConcurrentHashMap<>();

  private SqlResource() {}

  /**
   * The text of {@code name.sql} in the package of the class, without a final semicolon.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static String of(Class<?> beside, String name) {
    URL resource = beside.getResource(name + ".sql");
    if (resource == null) {
      throw new IllegalArgumentException("no " + name + ".sql beside " + beside.getName());
    }
    return READ.computeIfAbsent(resource.toString(), url -> read(resource));
  }

  private static String read(URL resource) {
    try (InputStream stream = resource.openStream()) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
      return text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
