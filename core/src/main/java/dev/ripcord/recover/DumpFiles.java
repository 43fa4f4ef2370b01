package dev.ripcord.recover;

import static dev.ripcord.plan.JsonFields.need;
import static dev.ripcord.plan.JsonFields.number;
import static dev.ripcord.plan.JsonFields.text;

import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A dump in a folder of its own, with a note of what it is of and which files it has.
 *
 * @param size of the database when it was taken, in bytes
 * @param files by name, with their sizes in bytes
 */
record DumpFiles(
    Path folder,
    Instant taken,
    String database,
    String systemIdentifier,
    int major,
    long size,
    Map<String, Long> files) {
  private static final String NOTE = "ripcord-dump.json";

  DumpFiles {
    files = Map.copyOf(files);
  }

  /** Writes the note, which is what makes a folder a dump. */
  static void write(Path folder, Instant taken, String database, Cluster cluster) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", "ripcord-dump/1");
    root.put("taken", taken.toString());
    root.put("database", database);
    root.put("systemIdentifier", String.valueOf(cluster.systemIdentifier()));
    root.put("major", cluster.major());
    root.put("size", cluster.databaseSize());
    ObjectNode files = root.putObject("files");
    try {
      sizes(folder).forEach(files::put);
      Path unused = Files.writeString(folder.resolve(NOTE), CanonicalJson.write(root));
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, "the dump in " + folder + " cannot be noted: " + e, e);
    }
  }

  private static Map<String, Long> sizes(Path folder) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.equals(NOTE)) {
          sizes.put(name, Files.size(file));
        }
      }
    }
    return sizes;
  }

  /** Absent if the folder is no dump of ripcord's. */
  static Optional<DumpFiles> read(Path folder) {
    Path note = folder.resolve(NOTE);
    if (!Files.isReadable(note)) {
      return Optional.empty();
    }
    try {
      JsonNode root = CanonicalJson.read(Files.readString(note));
      Map<String, Long> files = new TreeMap<>();
      need(root, "files").forEachEntry((name, size) -> files.put(name, size.longValue()));
      return Optional.of(
          new DumpFiles(
              folder,
              Instant.parse(text(root, "taken")),
              text(root, "database"),
              text(root, "systemIdentifier"),
              (int) number(root, "major"),
              number(root, "size"),
              files));
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** What is not as it was when it was taken; empty if all is. */
  Optional<String> flaw() {
    try {
      Map<String, Long> now = sizes(folder);
      return files.entrySet().stream()
          .filter(each -> !each.getValue().equals(now.get(each.getKey())))
          .map(
              each ->
                  now.containsKey(each.getKey())
                      ? each.getKey()
                          + " has "
                          + now.get(each.getKey())
                          + " bytes instead of "
                          + each.getValue()
                      : each.getKey() + " is missing")
          .sorted()
          .findFirst();
    } catch (IOException e) {
      return Optional.of("it cannot be read: " + e);
    }
  }

  Backup backup() {
    String label = String.valueOf(folder.getFileName());
    return new Backup(label, taken, size, List.of(label));
  }
}
