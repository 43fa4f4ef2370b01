package dev.ripcord.recover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.journal.Entry;
import dev.ripcord.problem.RipcordException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointsTest {
  private static final String SEGMENT = "000000010000000000000003";
  private static final RestorePoint FIRST =
      new RestorePoint("p-expand-0", "0/3000028", Instant.parse("2026-11-29T06:00:00Z"), SEGMENT);
  private static final RestorePoint AGAIN =
      new RestorePoint("p-expand-1", "0/3000128", Instant.parse("2026-11-29T07:00:00Z"), SEGMENT);

  private static Entry entry(Entry.Kind kind, String unit, String detail) {
    return new Entry(1, "2026-11-29T06:00:00.000000Z", "plan", kind, unit, detail, "", "");
  }

  private final Points points =
      Points.of(
          List.of(
              entry(Entry.Kind.POINT, "expand", FIRST.words()),
              entry(Entry.Kind.DONE, "expand-01", ""),
              entry(Entry.Kind.POINT, "expand", AGAIN.words())));

  @Test
  void aPhaseIsItsLastPoint() {
    assertThat(points.resolve("expand"))
        .isEqualTo(
            new Points.Moment(new Target.Point("p-expand-1"), java.util.Optional.of(AGAIN.at())));
    assertThat(points.resolve("p-expand-0").at()).contains(FIRST.at());
    assertThat(points.settled()).isTrue();
  }

  @Test
  void aStepSinceUnsettles() {
    Points moved =
        Points.of(
            List.of(
                entry(Entry.Kind.POINT, "expand", FIRST.words()),
                entry(Entry.Kind.STARTED, "expand-01", "")));
    assertThat(moved.settled()).isFalse();
  }

  @Test
  void listsThoseThatAreThere() {
    for (String text : List.of("contract", "nowhere", "29 November")) {
      assertThatThrownBy(() -> points.resolve(text))
          .isInstanceOf(RipcordException.class)
          .hasMessageContaining("there is no restore point " + text)
          .hasMessageContaining("expand: p-expand-1 at 0/3000128");
    }
    assertThatThrownBy(() -> Points.of(List.of()).resolve("expand"))
        .hasMessageContaining("--journal FILE");
  }
}
