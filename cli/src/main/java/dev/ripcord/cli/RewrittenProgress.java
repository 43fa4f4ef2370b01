package dev.ripcord.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.ripcord.rehearse.Progress;
import dev.ripcord.rehearse.Proof;
import java.time.Duration;
import java.util.function.Supplier;

/** Progress as one line that is written again and again; verdicts stay. */
final class RewrittenProgress implements Progress, AutoCloseable {
  private static final String START_OF_LINE = "\r\033[K";

  private final Terminal terminal;
  private final Supplier<Duration> elapsed;

  @GuardedBy("this")
  private String activity = "";

  @GuardedBy("this")
  private long acknowledged;

  /**
   * @param elapsed since the start
   */
  RewrittenProgress(Terminal terminal, Supplier<Duration> elapsed) {
    this.terminal = terminal;
    this.elapsed = elapsed;
  }

  @Override
  public synchronized void event(Event event) {
    switch (event) {
      case WritesAcknowledged writes -> acknowledged = writes.acknowledged();
      // its number and title, which the line shows, say more than its end
      case StepDone ignored -> {}
      case PhaseJudged judged -> keep(judged.verdict());
      case Started ignored -> activity = ProgressText.of(event);
      case RowsGenerated ignored -> activity = ProgressText.of(event);
      case StepStarted ignored -> activity = ProgressText.of(event);
      case Killed ignored -> activity = ProgressText.of(event);
      case Comparing ignored -> activity = ProgressText.of(event);
    }
    rewrite();
  }

  @GuardedBy("this")
  private void keep(Proof.PhaseVerdict phase) {
    Paint paint = terminal.errorPaint();
    boolean proven = phase.verdict() instanceof Proof.Verdict.Proven;
    String text = phase.phase().word() + ": " + ProgressText.verdict(phase.verdict());
    String line = proven ? paint.good("✓ " + text) : paint.bad("✗ " + text);
    terminal.error().print(START_OF_LINE + Secrets.hide(line) + "\n");
  }

  @GuardedBy("this")
  private void rewrite() {
    String time = String.format(java.util.Locale.ROOT, "%3d s", elapsed.get().toSeconds());
    String count = acknowledged == 0 ? "" : "  " + Words.of(acknowledged) + " writes";
    // one column stays free: a full line would wrap, and the next rewriting miss its start
    int room = Math.max(10, terminal.columns() - 1 - time.length() - count.length() - 2);
    String text = activity;
    if (text.codePointCount(0, text.length()) > room) {
      text = text.substring(0, text.offsetByCodePoints(0, room - 1)) + "…";
    }
    terminal.error().print(START_OF_LINE + terminal.errorPaint().faint(time + count) + "  " + text);
    terminal.error().flush();
  }

  /** Takes the line away. */
  @Override
  public synchronized void close() {
    terminal.error().print(START_OF_LINE);
    terminal.error().flush();
  }
}
