package dev.ripcord.cli;

import dev.ripcord.rehearse.Progress;
import dev.ripcord.rehearse.Proof;

/**
 * Shows progress, and ends a rehearsal at the first phase that is not proven unless told not to.
 */
final class Watch implements Progress {
  private final Progress shown;
  private final boolean keepGoing;
  private volatile boolean failed;

  Watch(Progress shown, boolean keepGoing) {
    this.shown = shown;
    this.keepGoing = keepGoing;
  }

  @Override
  public void event(Event event) {
    if (event instanceof PhaseJudged judged
        && !(judged.verdict().verdict() instanceof Proof.Verdict.Proven)) {
      failed = true;
    }
    shown.event(event);
  }

  @Override
  public boolean goesOn() {
    return keepGoing || !failed;
  }
}
