package dev.ripcord.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ripcord is stopped just before a command starts, and just after. */
class LeashTest {
  private static final ProcessBuilder COMMAND =
      new ProcessBuilder(ProcessGroup.leading("/bin/sh", "-c", "sleep 300"));

  @Test
  void nothingStartsOnceItWasPulled() {
    try (Leash leash = Leash.held()) {
      leash.pull();
      assertThatThrownBy(() -> assertThat(leash.start(COMMAND)).isNull())
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void whatHasStartedEnds() throws Exception {
    try (Leash leash = Leash.held()) {
      Process process = leash.start(COMMAND);
      leash.pull();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
