package dev.ripcord.cli;

import dev.ripcord.run.Brake;
import dev.ripcord.run.RunEvent;
import dev.ripcord.run.RunResult;
import java.util.function.BiFunction;

/** How every command that takes steps on a live database is played. */
final class LiveCommands {
  private final LiveDoor door;
  private final Terminal terminal;
  private final Stop stop;

  LiveCommands(LiveDoor door, Terminal terminal, Stop stop) {
    this.door = door;
    this.terminal = terminal;
    this.stop = stop;
  }

  LiveDoor door() {
    return door;
  }

  Terminal terminal() {
    return terminal;
  }

  /** Refuses if the run of the database is of another migration than the one that was named. */
  void requireSame(RunTarget target) {
    target.migration().ifPresent(file -> door.requireRunOf(file, target.database()));
  }

  int play(
      RunManner manner,
      boolean backWanted,
      BiFunction<Brake, RunEvent.Listener, RunResult> command) {
    Brake brake = new Brake();
    Stop.Resumable atRest = stop.first(brake::pull);
    RunResult result;
    try (Telling.Told told = manner.telling().to(terminal)) {
      result = command.apply(brake, told.listener());
    } finally {
      atRest.close();
    }
    terminal.print(RunText.of(result) + "\n");
    return RunText.status(result, backWanted);
  }
}
