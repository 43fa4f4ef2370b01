package dev.ripcord.migration;

import dev.ripcord.sql.QualifiedName;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a migration file and the files that it names. */
public final class MigrationReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private final Path file;
  private final Problems problems = new Problems();
  private final Values values;
  private final Defaults defaults = Defaults.load();

  private MigrationReader(Path file) {
    this.file = file;
    this.values = new Values(file.toString(), problems);
  }

  /**
   * The migration, complete with defaults. Touches nothing.
   *
   * @throws dev.ripcord.problem.InputException with every problem of the file and of those it names
   */
  public static Migration read(Path file) {
    MigrationReader reader = new MigrationReader(file);
    Optional<Migration> migration = YamlFile.read(file, reader.problems).flatMap(reader::migration);
    reader.problems.throwIfAny();
    return migration.orElseThrow();
  }

  private Optional<Migration> migration(Node root) {
    Mapping in = Mapping.of(values, root, Keys.MIGRATION);
    String name = in.node("migration").flatMap(this::name).orElseGet(this::nameOfFile);
    String description = in.text("description").orElse("");
    Optional<Path> schema = in.node("schema").flatMap(this::schema);
    List<Change> changes =
        in.node("changes").map(list -> ChangeReader.read(values, list)).orElse(List.of());
    Contradictions.find(changes, problems);
    int before = problems.count();
    List<Channel> channels =
        section(in, "channels")
            .map(part -> ChannelReader.read(part.values(), part.node()))
            .orElse(List.of());
    boolean known = problems.count() == before;
    Contacts contacts =
        section(in, "contacts")
            .map(part -> ContactsReader.read(part.values(), part.node(), channels, known))
            .orElseGet(() -> ContactsReader.none(channels));
    boolean contactsKnown = problems.count() == before;
    List<EscalationLevel> escalation = escalation(in);
    List<Trigger> triggers =
        in.node("triggers")
            .map(node -> ResponseReader.triggers(values, node, defaults.triggers()))
            .orElse(defaults.triggers());
    Recovery recovery = recovery(in);
    List<Check> checks =
        in.node("checks").map(list -> CareReader.checks(values, list, "checks")).orElse(List.of());
    List<NotCompared> notCompared =
        in.node("not_compared").map(this::notCompared).orElse(List.of());
    Aftermath aftermath = aftermath(in, contactsKnown ? Optional.of(contacts) : Optional.empty());
    List<Message> communication = communication(in);
    Pace pace = in.node("pace").map(node -> CareReader.pace(values, node)).orElse(Pace.DEFAULT);
    Map<Phase, List<Gate>> gates =
        in.node("gates")
            .map(node -> GateReader.read(values, node, defaults.gates()))
            .orElse(defaults.gates());
    List<Hook> hooks =
        in.node("hooks").map(list -> HookReader.read(values, list)).orElse(List.of());
    Watch watch = WatchReader.read(values, in.node("watch"), in.node("metrics"));
    in.node("triggers").ifPresent(node -> TriggerMetrics.check(values, node, watch));
    return in.broken()
        ? Optional.empty()
        : Optional.of(
            new Migration(
                file,
                name,
                description,
                schema,
                changes,
                contacts,
                escalation,
                triggers,
                recovery,
                checks,
                notCompared,
                aftermath,
                communication,
                pace,
                gates,
                hooks,
                watch,
                Readiness.of(contacts, escalation, triggers, recovery, checks, watch)));
  }

  private List<EscalationLevel> escalation(Mapping in) {
    return section(in, "escalation")
        .map(part -> ResponseReader.levels(part.values(), part.node(), defaults.escalation()))
        .orElse(defaults.escalation());
  }

  private Recovery recovery(Mapping in) {
    return in.node("recovery")
        .map(node -> RecoveryReader.read(values, node))
        .orElseGet(
            () ->
                new Recovery(
                    Optional.empty(),
                    Optional.empty(),
                    Defaults.BACKUP_AGE,
                    Defaults.ARCHIVES,
                    List.of()));
  }

  private List<NotCompared> notCompared(Node list) {
    List<NotCompared> tables = new ArrayList<>();
    for (Node item : values.items(list, "not_compared")) {
      String what = "an item of not_compared";
      values
          .parsed(item, what, "a table name such as audit or app.audit", QualifiedName::parse)
          .ifPresent(table -> tables.add(new NotCompared(values.place(item), table)));
    }
    return tables;
  }

  /**
   * @param contacts absent where some are broken: of those nobody knows which were meant
   */
  private Aftermath aftermath(Mapping in, Optional<Contacts> contacts) {
    return in.node("aftermath")
        .map(
            node ->
                new AftermathReader(values, contacts.map(Contacts::all))
                    .read(node, defaults.aftermath()))
        .orElse(defaults.aftermath());
  }

  private List<Message> communication(Mapping in) {
    return in.node("communication")
        .map(node -> CommunicationReader.read(values, node, defaults.communication()))
        .orElse(defaults.communication());
  }

  private Optional<String> name(Node node) {
    Optional<String> name = values.text(node, "migration", "a short name");
    if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
      values.refuse(
          node,
          "migration is " + name.get(),
          "a short name of letters, digits, dots, - and _, such as user-verification");
    }
    return name;
  }

  /** {@code users/migration.yaml} is users; {@code 012-users.yaml} is 012-users. */
  private String nameOfFile() {
    Path absolute = file.toAbsolutePath().normalize();
    String stem = stem(absolute.getFileName());
    Path folder = absolute.getParent() == null ? null : absolute.getParent().getFileName();
    String name = stem.equals("migration") && folder != null ? folder.toString() : stem;
    String plain = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[._-]+", "");
    String whole = plain.isEmpty() ? "migration" : plain.toLowerCase(Locale.ROOT);
    return whole.substring(0, Math.min(63, whole.length()));
  }

  private static String stem(Path name) {
    return name.toString().replaceFirst("\\.[^.]*$", "");
  }

  private Optional<Path> schema(Node node) {
    Optional<Path> schema = path(node, "schema", "the path of an SQL file");
    if (schema.isPresent() && !Files.isRegularFile(schema.get())) {
      values.refuse(node, "there is no file " + schema.get(), "the path of an SQL file");
    }
    return schema;
  }

  private Optional<Path> path(Node node, String what, String expected) {
    Optional<String> text = values.text(node, what, expected);
    try {
      return text.map(file::resolveSibling);
    } catch (InvalidPathException e) {
      values.refuse(node, what + " is no path", expected);
      return Optional.empty();
    }
  }

  /** A part of a migration, with the file that it stands in. */
  private record Part(Values values, Node node) {}

  /** A mapping that stands here, or in a file whose path stands here. */
  private Optional<Part> section(Mapping in, String key) {
    Node node = in.node(key).orElse(null);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof MappingNode) {
      return Optional.of(new Part(values, node));
    }
    Path other = path(node, key, "a mapping, or the path of a YAML file").orElse(null);
    if (other == null) {
      return Optional.empty();
    }
    if (!Files.exists(other)) {
      values.refuse(node, "there is no file " + other, "a mapping, or the path of a YAML file");
      return Optional.empty();
    }
    return YamlFile.read(other, problems)
        .map(root -> new Part(new Values(other.toString(), problems), root));
  }
}
