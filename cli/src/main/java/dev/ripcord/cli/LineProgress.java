package dev.ripcord.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.ripcord.rehearse.Progress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Progress as plain lines, for logs: what begins and ends, and now and then how far it is. */
final class LineProgress implements Progress {
  private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(10);

  private final Terminal terminal;
  private final Supplier<Duration> elapsed;

  @GuardedBy("this")
  private Duration lastCount = Duration.ZERO;

  /**
   * @param elapsed since the start
   */
  LineProgress(Terminal terminal, Supplier<Duration> elapsed) {
    this.terminal = terminal;
    this.elapsed = elapsed;
  }

  @Override
  public synchronized void event(Event event) {
    Duration now = elapsed.get();
    line(event, now).ifPresent(line -> terminal.say(stamp(now) + line));
  }

  @GuardedBy("this")
  private Optional<String> line(Event event, Duration now) {
    return switch (event) {
      case StepStarted ignored -> Optional.empty();
      case RowsGenerated rows ->
          rows.done() < rows.total() && !due(now)
              ? Optional.empty()
              : Optional.of(ProgressText.of(event));
      case WritesAcknowledged ignored ->
          due(now) ? Optional.of(ProgressText.of(event)) : Optional.empty();
      case Started ignored -> Optional.of(ProgressText.of(event));
      case StepDone ignored -> Optional.of(ProgressText.of(event));
      case Killed ignored -> Optional.of(ProgressText.of(event));
      case Comparing ignored -> Optional.of(ProgressText.of(event));
      case PhaseJudged ignored -> Optional.of(ProgressText.of(event));
    };
  }

  @GuardedBy("this")
  private boolean due(Duration now) {
    if (now.minus(lastCount).compareTo(BETWEEN_COUNTS) < 0) {
      return false;
    }
    lastCount = now;
    return true;
  }

  private static String stamp(Duration now) {
    return String.format(java.util.Locale.ROOT, "[%6.1f s] ", now.toMillis() / 1000.0);
  }
}
