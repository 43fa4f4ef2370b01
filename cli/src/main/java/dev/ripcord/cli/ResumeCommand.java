package dev.ripcord.cli;

import dev.ripcord.run.RunOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ripcord resume}. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    header = "Goes on with the run of a database, in the direction that it has.",
    description = "From any terminal: where it stands is in the database.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ripcord resume --database postgres://app@db.example.com/shop",
      "  ripcord resume --database $URL --until contract",
      "",
      "Exit status:",
      "  0 through, 1 refused or rolled back, 2 wrong input, 3 no database, 4 stopped: resumable"
    })
final class ResumeCommand implements Callable<Integer> {
  private final LiveCommands live;

  @Mixin private RunTarget target = new RunTarget();

  @Mixin private WayThrough through = new WayThrough();

  @Mixin private Consent consent = new Consent();

  @Mixin private RunManner manner = new RunManner();

  ResumeCommand(LiveCommands live) {
    this.live = live;
  }

  @Override
  public Integer call() {
    live.requireSame(target);
    RunOptions options =
        manner.options(
            consent.until(),
            consent.given(),
            through.given(Optional.empty(), consent.blind()),
            Optional.empty());
    return live.play(
        manner,
        false,
        (brake, listener) -> live.door().resume(target.database(), options, brake, listener));
  }
}
