package dev.ripcord.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RespellingTest {
  private static final Respelling WORDS = new Respelling(Map.of("it's {\"x\"}", "b\\c"));

  @Test
  void respellsAWord() {
    assertThat(WORDS.said("b\\c")).isEqualTo("it's {\"x\"}");
    assertThat(WORDS.heard("it's {\"x\"}")).isEqualTo("b\\c");
    assertThat(WORDS.said("b")).isEqualTo("b");
  }

  @Test
  void respellsTheElementsOfAnArray() {
    assertThat(WORDS.said("{a,\"b\\\\c\",NULL}")).isEqualTo("{\"a\",\"it's {\\\"x\\\"}\",NULL}");
    assertThat(WORDS.heard("{\"it's {\\\"x\\\"}\",\"NULL\"}")).isEqualTo("{\"b\\\\c\",\"NULL\"}");
  }
}
