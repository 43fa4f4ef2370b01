package dev.ripcord.migration;

import dev.ripcord.problem.InputException;
import dev.ripcord.problem.Place;
import dev.ripcord.problem.TextFile;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads a file into marked YAML nodes, or says what keeps it from being one. */
final class YamlFile {
  /** Migrations are written by people; what is larger is something else. */
  static final long MAX_BYTES = 1024 * 1024;

  private static final int MAX_DEPTH = 40;

  private final String name;
  private final Problems problems;

  private YamlFile(String name, Problems problems) {
    this.name = name;
    this.problems = problems;
  }

  /** The root, or empty after adding at least one problem. */
  static Optional<Node> read(Path file, Problems problems) {
    String text;
    try {
      text = TextFile.read(file, "a YAML file", MAX_BYTES);
    } catch (InputException e) {
      e.problems().forEach(problems::add);
      return Optional.empty();
    }
    return new YamlFile(file.toString(), problems).compose(text);
  }

  /** Likewise, from text that stands in no file of the user's. */
  static Optional<Node> read(String name, String text, Problems problems) {
    return new YamlFile(name, problems).compose(text);
  }

  private Optional<Node> compose(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setSchema(new CoreSchema())
            .setAllowNonScalarKeys(true)
            .build();
    try {
      if (tooDeep(settings, text)) {
        return Optional.empty();
      }
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        return refuse(1, 1, "the file is empty", "a mapping");
      }
      return refersToItself(root.get(), newSet(), newSet()) ? Optional.empty() : root;
    } catch (MarkedYamlEngineException e) {
      return explain(e);
    } catch (ReaderException e) {
      Place place =
          Place.endOf(name, text.substring(0, text.offsetByCodePoints(0, e.getPosition())));
      return refuse(
          place.line(),
          place.column(),
          String.format("the character U+%04X", e.getCodePoint()),
          "printable text");
    } catch (YamlEngineException e) {
      return refuse(1, 1, "not YAML: " + firstLine(e), "YAML 1.2");
    }
  }

  private boolean tooDeep(LoadSettings settings, String text) {
    int depth = 0;
    for (Event event : new Parse(settings).parseString(text)) {
      if (event instanceof CollectionStartEvent) {
        depth++;
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (depth > MAX_DEPTH) {
        Place place = Problems.place(name, event.getStartMark().orElse(null));
        problems.add(place, "nested deeper than " + MAX_DEPTH + " levels", "a flatter file");
        return true;
      }
    }
    return false;
  }

  private boolean refersToItself(Node node, Set<Node> above, Set<Node> done) {
    if (done.contains(node)) {
      return false;
    }
    if (!above.add(node)) {
      problems.add(name, node, "this value contains itself through an alias", "no such cycle");
      return true;
    }
    boolean cycle = false;
    if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        cycle = cycle || refersToItself(item, above, done);
      }
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        cycle = cycle || refersToItself(entry.getKeyNode(), above, done);
        cycle = cycle || refersToItself(entry.getValueNode(), above, done);
      }
    }
    above.remove(node);
    done.add(node);
    return cycle;
  }

  private Optional<Node> explain(MarkedYamlEngineException e) {
    String problem = e.getProblem() == null ? "it cannot be read" : e.getProblem();
    // what is left open is told where it opens, not at the end of the file
    boolean open =
        (problem.contains("end of stream") || problem.contains("<stream end>"))
            && e.getContextMark().isPresent();
    Place place =
        Problems.place(
            name,
            open
                ? e.getContextMark().orElse(null)
                : e.getProblemMark().or(e::getContextMark).orElse(null));
    if (problem.contains("\\t") || problem.contains("TAB")) {
      problems.add(place, "a tab where YAML wants spaces", "spaces");
    } else if (open) {
      problems.add(place, "a quote or bracket that never closes", "its end");
    } else if (problem.contains("mapping values are not allowed")) {
      problems.add(
          place, "a colon where none can stand", "quotes around a text that contains a colon");
    } else if (problem.contains("undefined alias")) {
      problems.add(place, problem, "an anchor (&name) before its alias (*name)");
    } else if (problem.contains("but found another document")) {
      problems.add(place, "a second document begins here", "one document per file");
    } else {
      problems.add(place, "not YAML: " + problem, "YAML 1.2 (are quotes or brackets left open?)");
    }
    return Optional.empty();
  }

  private <T> Optional<T> refuse(int line, int column, String what, String expected) {
    problems.add(new Place(name, line, column), what, expected);
    return Optional.empty();
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage();
    return message == null ? "it cannot be read" : message.lines().findFirst().orElse("");
  }

  private static Set<Node> newSet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
