package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class MissingProgramTest {
  @Test
  void skipsTheTestButNeverUnderCi() {
    assertThatThrownBy(() -> MissingProgram.skip("no openssl", false))
        .isInstanceOf(TestAbortedException.class);
    assertThatThrownBy(() -> MissingProgram.skip("no openssl", true))
        .isInstanceOf(AssertionError.class)
        .hasMessage("no openssl, which CI must install");
  }
}
