package dev.ripcord.cli;

import static java.util.Objects.requireNonNull;

import dev.ripcord.Ripcord;
import dev.ripcord.Ripcord.Source;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.rehearse.Progress;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.RehearsalOptions;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.starter.Starter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs commands against a door that answers as told, and keeps what they said. */
final class CommandFixture implements Door {
  private final StringWriter out = new StringWriter();
  private final StringWriter error = new StringWriter();
  private boolean terminal;
  private @Nullable Source source;
  private @Nullable RehearsalOptions options;
  private Plan plan = Samples.plan();
  private Function<Progress, Proof> rehearsal = progress -> Samples.proven();
  private List<String> reasons = List.of();

  void onTerminal() {
    terminal = true;
  }

  void planning(Plan answer) {
    plan = answer;
  }

  void rehearsing(Function<Progress, Proof> answer) {
    rehearsal = answer;
  }

  void checking(List<String> answer) {
    reasons = answer;
  }

  int run(String... arguments) {
    PrintWriter toOut = new PrintWriter(out, true);
    PrintWriter toError = new PrintWriter(error, true);
    Paint paint = new Paint(terminal);
    Terminal console = new Terminal(toOut, toError, paint, paint, terminal, 80);
    Stop stop = new Stop(console);
    return RipcordCommand.commandLine(this, new LiveDoor.Library(), console, stop, arguments)
        .execute(arguments);
  }

  String out() {
    return out.toString();
  }

  String error() {
    return error.toString();
  }

  Source source() {
    return requireNonNull(source);
  }

  RehearsalOptions options() {
    return requireNonNull(options);
  }

  @Override
  public Starter init(String name, Optional<DatabaseUrl> database, List<QualifiedName> tables) {
    return Ripcord.init(name, Optional.empty(), List.of());
  }

  @Override
  public Plan plan(Path migration, Source from) {
    source = from;
    return plan;
  }

  @Override
  public Proof rehearse(Path migration, RehearsalOptions asked, Progress progress) {
    options = asked;
    return rehearsal.apply(progress);
  }

  @Override
  public List<String> checkRunbook(Path runbook, Path migration, Source from) {
    source = from;
    return reasons;
  }
}
