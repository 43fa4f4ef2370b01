package dev.ripcord.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down, and the Java that runs it. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    try (InputStream text = Version.class.getResourceAsStream("version.txt")) {
      if (text == null) {
        throw new IllegalStateException("the build left out version.txt");
      }
      String version = new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
      return new String[] {version, "Java " + Runtime.version()};
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
