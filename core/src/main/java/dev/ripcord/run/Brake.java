package dev.ripcord.run;

/** Stops a run from any thread, at a place from which it can go on. */
public final class Brake {
  private final Signals signals = new Signals();

  /** Has it stop; the thread that runs it ends with an exception whose status is 4. */
  public void pull() {
    signals.ask(new Signals.Interrupt.Stop());
  }

  Signals signals() {
    return signals;
  }
}
