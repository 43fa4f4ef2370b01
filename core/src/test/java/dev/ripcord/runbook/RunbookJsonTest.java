package dev.ripcord.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunbookJsonTest {
  @ParameterizedTest
  @MethodSource("dev.ripcord.runbook.RunbookTextTest#runbooks")
  void whatWasWrittenIsReadAgain(Runbook runbook) {
    String json = RunbookJson.of(runbook);

    assertThat(RunbookJson.read(json)).isEqualTo(runbook);
    assertThat(RunbookJson.of(RunbookJson.read(json))).isEqualTo(json);
  }

  @ParameterizedTest
  @MethodSource("dev.ripcord.runbook.RunbookTextTest#runbooks")
  void itIsValid(Runbook runbook) throws IOException {
    assertThat(errors(RunbookJson.of(runbook))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"id\" : \"rb_ | \"id\" : \"RB_",
        "\"format\" : 1 | \"format\" : 2",
        "\"phase\" : \"CLEANUP\" | \"phase\" : \"EXPAND\"",
        "\"basis\" : \"PROJECTED\" | \"basis\" : \"UNMEASURED\"",
        "\"nothing\" : \"the plan has no step in cleanup\" | \"nothing\" : \"\"",
        "\"verdict\" : \"PROVEN\" | \"verdict\" : \"UNMEASURED\"",
        "\"notReady\" | \"unready\"",
      })
  void theSchemaRefusesWhatIsNoRunbook(String part, String instead) throws IOException {
    String json = RunbookJson.of(RunbookWriter.of(Fixtures.proven()));
    assertThat(json).contains(part);

    assertThat(errors(json.replace(part, instead))).isNotEmpty();
  }

  @Test
  void theSchemaRefusesAProvenVerdictOverAnUnprovenPhase() throws IOException {
    String json = RunbookJson.of(RunbookWriter.of(Fixtures.proven()));
    int second = json.indexOf("\"PROVEN\"", json.indexOf("\"phases\""));

    assertThat(errors(json.substring(0, second) + "\"NOT_PROVEN\"" + json.substring(second + 8)))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"notReady\" : [ ], | ' '",
        "\"notReady\" : [ ] | \"notReady\" : null",
        "\"notReady\" : [ ] | \"notReady\" : [ ], \"more\" : 1",
        "\"format\" : 1 | \"format\" : 2",
        "\"basis\" : \"PROJECTED\" | \"basis\" : \"UNMEASURED\"",
        "{ | [",
      })
  void readingRefusesWhatIsNoRunbook(String part, String instead) {
    String json = RunbookJson.of(RunbookWriter.of(Fixtures.proven()));
    assertThat(json).contains(part);

    assertThatExceptionOfType(RipcordException.class)
        .isThrownBy(() -> RunbookJson.read(json.replace(part, instead)))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.INPUT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | it is null",
        "'' | No content to map due to end-of-input",
        "{ | in line 1, column 2: Unexpected end-of-input: expected close marker for Object",
      })
  void saysWhatIsThereInstead(String text, String message) {
    assertThatExceptionOfType(RipcordException.class)
        .isThrownBy(() -> RunbookJson.read(text))
        .withMessageStartingWith("not a runbook of ripcord: ")
        .withMessageContaining(message);
  }

  private static List<Error> errors(String json) throws IOException {
    try (InputStream stream = Runbook.class.getResourceAsStream("runbook.schema.json")) {
      assertThat(stream).isNotNull();
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      Schema schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
      return schema.validate(json, InputFormat.JSON);
    }
  }
}
