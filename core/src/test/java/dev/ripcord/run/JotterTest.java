package dev.ripcord.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.journal.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said again and again does not fill a journal, and its newest word is in it. */
class JotterTest {
  private static final int MANY = 100_000;

  @Test
  void whatFlapsIsWrittenEverMoreSeldom() {
    Jotter jotter = new Jotter();
    for (int i = 1; i <= MANY; i++) {
      jotter.jot(Entry.Kind.WATCH, "flapping", "change " + i);
    }
    jotter.jot(Entry.Kind.WATCH, "calm", "healthy");
    List<Export.Closing> left = jotter.left();
    assertThat(left).hasSizeBetween(Jotter.SINGLY, Jotter.SINGLY + 15);
    assertThat(left.getFirst().detail()).isEqualTo("change 1");
    assertThat(left.get(Jotter.SINGLY).detail())
        .isEqualTo("change 200 (and 99 before it, which are left out)");
    assertThat(left)
        .anyMatch(each -> each.unit().equals("calm") && each.detail().equals("healthy"))
        .anyMatch(each -> each.detail().startsWith("change " + MANY + " (and "));
  }

  @Test
  void eachPhaseBeginsAnew() {
    Jotter jotter = new Jotter();
    for (int i = 0; i <= Jotter.SINGLY; i++) {
      jotter.jot(Entry.Kind.ALERT, "alert " + i, "is raised");
    }
    jotter.sum();
    jotter.jot(Entry.Kind.ALERT, "alert 200", "is raised");
    assertThat(jotter.left())
        .hasSize(Jotter.SINGLY + 2)
        .extracting(Export.Closing::detail)
        .containsOnly("is raised");
  }
}
