package dev.ripcord.cli;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.starter.Starter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ripcord init}. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    header = "Writes a commented migration file to begin with.",
    description = {
      "Without a database, an example that can be rehearsed at once, with its schema.",
      "Files that exist stay as they are."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord init",
      "  ripcord init shop.yaml --database postgres://app@db.example.com/shop",
      "  ripcord init shop.yaml --database postgres://app@db.example.com/shop --table orders",
      "",
      "Exit status:",
      "  0 written, 2 wrong input, or the file is there already, 3 no database"
    })
final class InitCommand implements Callable<Integer> {
  private static final String SCHEMA = "schema.sql";

  private final Door door;
  private final Terminal terminal;

  @Parameters(
      paramLabel = "MIGRATION",
      arity = "0..1",
      defaultValue = "migration.yaml",
      description = "The file to write (default: ${DEFAULT-VALUE}).")
  private Path migration = Path.of("");

  @Option(
      names = "--database",
      paramLabel = "URL",
      converter = UrlConverter.class,
      description = "Propose changes for the tables of this live database, which is only read.")
  private Optional<DatabaseUrl> database = Optional.empty();

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      converter = TableConverter.class,
      description = "Propose changes for this table of the database; may be repeated.")
  private List<QualifiedName> tables = List.of();

  InitCommand(Door door, Terminal terminal) {
    this.door = door;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!tables.isEmpty() && database.isEmpty()) {
      throw new RipcordException(
          ProblemCode.INPUT, "--table needs the database that has the table, with --database URL");
    }
    Path schema = migration.resolveSibling(SCHEMA);
    refuseToOverwrite(database.isEmpty() ? Stream.of(migration, schema) : Stream.of(migration));
    Starter starter = door.init(name(), database, tables);
    starter.schema().ifPresent(text -> OutputFiles.create(schema, text));
    OutputFiles.create(migration, starter.migration());
    terminal.print(
        "wrote "
            + migration
            + starter.schema().map(text -> " and " + schema).orElse("")
            + "\nnext: ripcord rehearse "
            + migration
            + database.map(url -> " --database " + url).orElse("")
            + "\n");
    return 0;
  }

  /** The file's name without its ending, as the reader would call the migration too. */
  private String name() {
    String file = String.valueOf(migration.getFileName());
    String plain = file.replaceFirst("\\.ya?ml$", "").replaceAll("[^A-Za-z0-9._-]+", "-");
    return plain.equals("migration") ? "first-migration" : plain;
  }

  private static void refuseToOverwrite(Stream<Path> files) {
    List<String> there =
        files
            .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
            .map(Path::toString)
            .toList();
    if (!there.isEmpty()) {
      throw new RipcordException(
          ProblemCode.INPUT,
          String.join(" and ", there)
              + (there.size() == 1 ? " is" : " are")
              + " there already; move it away or name another file");
    }
  }
}
