package dev.ripcord.cli;

import dev.ripcord.Ripcord;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.recover.Recoverer;
import dev.ripcord.recover.RecoveryTime;
import dev.ripcord.recover.TableRecovery;
import dev.ripcord.recover.WholeCluster;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ripcord recover}. */
@Command(
    name = "recover",
    mixinStandardHelpOptions = true,
    header = "Recovers from the backup that a migration names, always beside the live server.",
    description = {
      "--rehearse restores, compares, measures, and removes what was restored.",
      "--into leaves a whole cluster, stopped. --tables puts damaged tables back and keeps what",
      "was written since. One of the three.",
      "",
      "POINT is a phase (the restore point before it), the name of a restore point, a time with",
      "its offset, lsn:0/16B3748, xid:4711 (right before that transaction), after:xid:4711,",
      "latest, or backup."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord recover migration.yaml --database postgres://app@db.example.com/shop --rehearse",
      "  ripcord recover m.yaml --database $URL --to contract --into /restored/shop",
      "  ripcord recover m.yaml --database $URL --tables users,orders --damage xid:4711",
      "",
      "Exit status:",
      "  0 done, or proven; 1 not proven, or rows that a person has to decide about;",
      "  2 wrong input, or refused; 3 the environment failed; 4 stopped"
    })
final class RecoverCommand implements Callable<Integer> {
  private static final Pattern DAMAGE = Pattern.compile("xid:([0-9]{1,10})");

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "MIGRATION", description = "The migration file.")
  private Path migration = Path.of("");

  @Option(
      names = "--database",
      required = true,
      paramLabel = "URL",
      converter = UrlConverter.class,
      description = {
        "The live database: postgres://user@host:port/name or jdbc:postgresql://…",
        "The password is taken from PGPASSWORD if the URL has none."
      })
  private Optional<DatabaseUrl> database = Optional.empty();

  @Option(
      names = "--rehearse",
      description = "Restore, compare with the live database, measure, and remove it again.")
  private boolean rehearse;

  @Option(
      names = "--to",
      paramLabel = "POINT",
      description = "Where to (default of --rehearse: the newest restore point of the run).")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "Leave the whole cluster in this folder, which is empty or not there.")
  private Optional<Path> into = Optional.empty();

  @Option(
      names = "--tables",
      paramLabel = "TABLE",
      split = ",",
      converter = TableConverter.class,
      description = "Put these tables back, row by row.")
  private List<QualifiedName> tables = List.of();

  @Option(
      names = "--damage-until",
      paramLabel = "POINT",
      description = "Right after the damage, so that it is known exactly.")
  private Optional<String> until = Optional.empty();

  @Option(
      names = "--damage",
      paramLabel = "xid:N",
      description = "The transaction that did it: --to xid:N --damage-until after:xid:N.")
  private Optional<String> damage = Optional.empty();

  @Option(names = "--dry-run", description = "Write nothing to the live tables; say what would be.")
  private boolean dry;

  @Option(
      names = "--journal",
      paramLabel = "FILE",
      description = {
        "Take the restore points from this exported journal (default: from the database),",
        "such as after a rollback to the start."
      })
  private Optional<Path> journal = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "rehearsal",
      description = "Where recovery.json is, to which --rehearse adds (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("rehearsal");

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  RecoverCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    int ways = (rehearse ? 1 : 0) + (into.isPresent() ? 1 : 0) + (tables.isEmpty() ? 0 : 1);
    require(ways == 1, "one of --rehearse, --into DIR and --tables TABLE");
    boolean ofTables = until.isPresent() || damage.isPresent() || dry;
    require(!ofTables || !tables.isEmpty(), "--damage, --damage-until and --dry-run with --tables");
    require(
        damage.isEmpty() || (to.isEmpty() && until.isEmpty()),
        "--damage alone, which stands for --to and --damage-until");
    if (damage.isPresent()) {
      Matcher matcher = DAMAGE.matcher(damage.get());
      require(matcher.matches(), "--damage xid:N, the number of a transaction");
      to = damage;
      until = Optional.of("after:" + damage.get());
    }
    require(rehearse || to.isPresent(), "--to POINT");
    Recoverer.Order order = new Recoverer.Order(to, journal, () -> {}, terminal::say);
    DatabaseUrl url = database.orElseThrow();
    if (rehearse) {
      return rehearsed(Ripcord.rehearseRecovery(migration, url, order));
    }
    if (into.isPresent()) {
      WholeCluster cluster = Ripcord.recoverCluster(migration, url, order, into.get());
      terminal.print(json ? RecoverJson.of(cluster) : RecoverText.of(cluster));
      return 0;
    }
    TableRecovery recovered = Ripcord.recoverTables(migration, url, order, tables, until, dry);
    terminal.print(json ? RecoverJson.of(recovered) : RecoverText.of(recovered));
    return recovered.merged().conflicts() == 0 ? 0 : RipcordCommand.NO;
  }

  private int rehearsed(RecoveryTime time) {
    Path file = OutputFiles.folder(out).resolve("recovery.json");
    List<RecoveryTime> all = new ArrayList<>(RecoveryFile.read(file));
    all.add(time);
    OutputFiles.write(file, RecoveryTime.write(all));
    terminal.print(json ? time.json() : RecoverText.of(time, all) + "\nwritten to " + file + "\n");
    return time.proven() ? 0 : RipcordCommand.NO;
  }

  private void require(boolean right, String expected) {
    if (!right) {
      throw new CommandLine.ParameterException(spec.commandLine(), "expected " + expected);
    }
  }
}
