package dev.ripcord.hook;

import dev.ripcord.migration.Hook;
import dev.ripcord.migration.Template;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the values of secrets, each time anew. */
final class Secrets {
  private static final int LARGEST = 16 * 1024;

  private final Map<String, String> environment;

  Secrets(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** A secret that is there, or why it is not. */
  sealed interface Found {
    /** It is there. */
    record Value(String value) implements Found {}

    /** It is not, for a reason in words. */
    record Missing(String why) implements Found {}
  }

  /** The values that a hook needs, by their places. */
  Map<Template.Part, Found> of(Hook hook) {
    Map<Template.Part, Found> found = new LinkedHashMap<>();
    hook.secrets().forEach(part -> found.put(part, find(part)));
    return found;
  }

  /** Why a hook cannot run here, in words; nothing if it can. */
  List<String> missing(Hook hook) {
    return of(hook).values().stream()
        .filter(found -> found instanceof Found.Missing)
        .map(found -> ((Found.Missing) found).why())
        .toList();
  }

  private Found find(Template.Part part) {
    return switch (part) {
      case Template.Part.Plain it -> new Found.Value(it.text());
      case Template.Part.Variable it ->
          checked("the environment variable " + it.name(), environment.get(it.name()));
      case Template.Part.Content it -> content("the file " + it.path(), Path.of(it.path()));
    };
  }

  private static Found checked(String what, @Nullable String value) {
    if (value == null) {
      return new Found.Missing(what + " is not set");
    }
    if (value.isBlank()) {
      return new Found.Missing(what + " is empty");
    }
    return value.indexOf('\0') >= 0
        ? new Found.Missing(what + " holds a NUL")
        : new Found.Value(value);
  }

  /** Without the line end that editors and {@code echo} leave. */
  private static Found content(String what, Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        return new Found.Missing(what + " is larger than " + LARGEST + " bytes");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return checked(what, text.replaceFirst("\\R\\z", ""));
    } catch (NoSuchFileException e) {
      return new Found.Missing(what + " does not exist");
    } catch (CharacterCodingException e) {
      return new Found.Missing(what + " is not UTF-8 text");
    } catch (IOException e) {
      return new Found.Missing(what + " cannot be read");
    }
  }
}
