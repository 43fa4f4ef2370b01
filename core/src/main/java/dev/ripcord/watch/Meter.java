package dev.ripcord.watch;

import dev.ripcord.trigger.Condition;
import java.time.Duration;

/** Is shown what the parts of a condition measured at one poll. */
interface Meter {
  void compared(Condition.Comparison comparison, double left, double right);

  /**
   * @param lasted how long the part held so far
   * @param of how long it must
   */
  void held(Condition part, Duration lasted, Duration of);
}
