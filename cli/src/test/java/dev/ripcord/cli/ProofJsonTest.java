package dev.ripcord.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.ProofJson;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A proof survives its file, and nothing else passes for one. */
class ProofJsonTest {
  static Stream<Proof> proofs() {
    return Stream.of(Samples.proven(), Samples.notProven(), Samples.unmeasured());
  }

  @ParameterizedTest
  @MethodSource("proofs")
  void whatIsReadEqualsWhatWasWritten(Proof proof) {
    Proof read = ProofJson.read(ProofJson.write(proof), proof.plan());
    assertThat(read).isEqualTo(proof);
    assertThat(ProofJson.write(read)).isEqualTo(ProofJson.write(proof));
  }

  @Test
  void aProofOfAnotherPlanIsRefused() {
    Plan other = Samples.plan("another", Reversibility.EXACT);
    assertThatThrownBy(() -> ProofJson.read(ProofJson.write(Samples.proven()), other))
        .isInstanceOfSatisfying(
            RipcordException.class,
            failure -> assertThat(failure.code()).isEqualTo(ProblemCode.REFUSED))
        .hasMessageContaining("rehearse again");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"ripcord-proof/1\" | \"ripcord-proof/9\" | has the format",
        "\"verdict\" : \"proven\" | \"verdict\" : \"fine\" | no verdict 'fine'",
        "\"phase\" : \"expand\" | \"phase\" : \"expnd\" | 'expnd' is not known",
        "\"phase\" : \"expand\" | \"phase\" : \"cleanup\" | five phases",
        "\"id\" : \"expand-01\" | \"id\" : \"expand-77\" | no step expand-77",
        "\"acknowledged\" : 12345 | \"acknowledged\" : 0 | not what its own findings say",
        "\"acknowledged\" : 12345 | \"acknowledged\" : \"many\" | cannot be read",
        "\"seed\" : 42 | \"seed\" : 42, \"seed\" : 43 | in line 7, column 22: Duplicate",
        "\"seed\" : 42 | \"sead\" : 42 | 'seed' is missing",
        "0.250000000 | 1e400 | no duration",
        "\"started\" : \"2026 | \"started\" : \"20x6 | cannot be read",
        "\"format\" | format | cannot be read"
      })
  void damageIsToldAndNotBelieved(String from, String to, String message) {
    String text = ProofJson.write(Samples.proven());
    assertThat(text).contains(from);
    String damaged = text.replaceFirst(java.util.regex.Pattern.quote(from), to);
    assertThatThrownBy(() -> ProofJson.read(damaged, Samples.plan()))
        .isInstanceOfSatisfying(
            RipcordException.class,
            failure -> assertThat(failure.code()).isEqualTo(ProblemCode.INPUT))
        .hasMessageContaining(message);
  }

  @Test
  void aClaimWithoutFindingsIsRefused() {
    String text = ProofJson.write(Samples.notProven());
    String claimed = text.replace("\"proven\" : false", "\"proven\" : true");
    assertThat(claimed).isNotEqualTo(text);
    assertThatThrownBy(() -> ProofJson.read(claimed, Samples.plan()))
        .hasMessageContaining("not what its own findings say");
  }
}
