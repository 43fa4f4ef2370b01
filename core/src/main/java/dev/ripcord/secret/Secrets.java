package dev.ripcord.secret;

import dev.ripcord.migration.Template;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the values of secrets, each time anew. */
public final class Secrets {
  private static final int LARGEST = 16 * 1024;

  private final Map<String, String> environment;

  /**
   * @param environment where variables are looked up
   */
  public Secrets(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** What templates need, or why it is not to be had here. */
  public sealed interface Found {
    /** All of it. */
    record All(Filling filling) implements Found {}

    /**
     * Not all of it.
     *
     * @param why in words, without any value
     */
    record Missing(List<String> why) implements Found {
      public Missing {
        why = List.copyOf(why);
      }
    }
  }

  /** The values of these places in templates. */
  public Found find(Collection<Template.Part> parts) {
    Map<Template.Part, String> values = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (Template.Part part : parts) {
      switch (find(part)) {
        case One.Value it -> values.put(part, it.value());
        case One.Missing it -> missing.add(it.why());
      }
    }
    return missing.isEmpty() ? new Found.All(new Filling(values)) : new Found.Missing(missing);
  }

  /** Why these places cannot be filled here, in words; nothing if they can. */
  public List<String> missing(Collection<Template.Part> parts) {
    return switch (find(parts)) {
      case Found.All it -> List.of();
      case Found.Missing it -> it.why();
    };
  }

  /** A secret that is there, or why it is not. */
  private sealed interface One {
    record Value(String value) implements One {}

    record Missing(String why) implements One {}
  }

  private One find(Template.Part part) {
    return switch (part) {
      case Template.Part.Plain it -> new One.Value(it.text());
      case Template.Part.Variable it ->
          checked("the environment variable " + it.name(), environment.get(it.name()));
      case Template.Part.Content it -> content("the file " + it.path(), Path.of(it.path()));
    };
  }

  private static One checked(String what, @Nullable String value) {
    if (value == null) {
      return new One.Missing(what + " is not set");
    }
    if (value.isBlank()) {
      return new One.Missing(what + " is empty");
    }
    return value.indexOf('\0') >= 0 ? new One.Missing(what + " holds a NUL") : new One.Value(value);
  }

  /** Without the line end that editors and {@code echo} leave. */
  private static One content(String what, Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        return new One.Missing(what + " is larger than " + LARGEST + " bytes");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return checked(what, text.replaceFirst("\\R\\z", ""));
    } catch (NoSuchFileException e) {
      return new One.Missing(what + " does not exist");
    } catch (CharacterCodingException e) {
      return new One.Missing(what + " is not UTF-8 text");
    } catch (IOException e) {
      return new One.Missing(what + " cannot be read");
    }
  }
}
