package dev.ripcord.migration;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a hook runs.
 *
 * @param phase that it runs before or after; none of them means the rollback
 */
public record When(Side side, Optional<Phase> phase) {
  /** Every moment at which a hook can run, in the order of a run. */
  public static final List<When> ALL =
      Stream.concat(
              Stream.of(Phase.values()).flatMap(phase -> Stream.of(before(phase), after(phase))),
              Stream.of(beforeRollback(), afterRollback()))
          .toList();

  /** Which side of what happens. */
  public enum Side {
    BEFORE,
    AFTER
  }

  /** Before the first step of a phase, when its gates are open. */
  public static When before(Phase phase) {
    return new When(Side.BEFORE, Optional.of(phase));
  }

  /** After the last step of a phase. */
  public static When after(Phase phase) {
    return new When(Side.AFTER, Optional.of(phase));
  }

  /** Before the first step back. */
  public static When beforeRollback() {
    return new When(Side.BEFORE, Optional.empty());
  }

  /** After the last step back. */
  public static When afterRollback() {
    return new When(Side.AFTER, Optional.empty());
  }

  /** As users write it: {@code before expand}, {@code after rollback}. */
  public String words() {
    return (side == Side.BEFORE ? "before " : "after ") + phase.map(Phase::word).orElse("rollback");
  }
}
