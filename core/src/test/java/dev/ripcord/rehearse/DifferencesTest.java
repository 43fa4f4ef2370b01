package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.rehearse.Proof.Difference;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  @Test
  void theSameIsToldOnceWithItsCountAndTenExamples() {
    List<Difference> many =
        IntStream.range(0, 37)
            .mapToObj(i -> new Difference("ledger", "t", "gone", List.of("row " + i)))
            .toList();

    assertThat(Differences.grouped(many))
        .containsExactly(
            new Difference(
                "ledger",
                "t",
                "37 times: gone",
                IntStream.range(0, 10).mapToObj(i -> "row " + i).toList()));
  }

  @Test
  void whatIsAloneOrElsewhereStaysAsItIs() {
    List<Difference> different =
        List.of(
            new Difference("data", "t", "gone", List.of()),
            new Difference("data", "u", "gone", List.of()),
            new Difference("ledger", "t", "gone", List.of()));

    assertThat(Differences.grouped(different)).isEqualTo(different);
  }

  @Test
  void aLongExampleIsCutBetweenCharactersAndSaysHowLongItWas() {
    Difference long1 = new Difference("data", "t", "gone", List.of("😀".repeat(201)));

    assertThat(Differences.grouped(List.of(long1)).getFirst().examples())
        .containsExactly("😀".repeat(200) + "… (201 characters)");
  }
}
