package dev.ripcord.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.Hook;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HooksJsonTest {
  private static final Migration MIGRATION =
      MigrationReader.read(
          Path.of("src/test/resources/dev/ripcord/migration/corpus/valid/live.yaml"));

  @Test
  void comesBackAsItWas() {
    String text = HooksJson.write(MIGRATION.gates(), MIGRATION.hooks());
    HooksJson.Stored stored = HooksJson.read(text);
    assertThat(stored.gates()).isEqualTo(MIGRATION.gates());
    assertThat(stored.hooks()).isEqualTo(MIGRATION.hooks());
    assertThat(HooksJson.write(stored.gates(), stored.hooks())).isEqualTo(text);
    assertThat(HooksJson.read(CanonicalJson.read(text))).isEqualTo(stored);
  }

  @Test
  void holdsNamesOfSecretsOnly() {
    assertThat(HooksJson.write(MIGRATION.gates(), MIGRATION.hooks()))
        .contains("Bearer ${env:DEPLOY_TOKEN}", "${file:/run/secrets/password}", "$${literally}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"onFailure\" : \"stop\" | \"onFailure\" : \"retry\" | 'retry' is not known here",
        "\"format\" : \"ripcord-hooks/1\" | \"format\" : \"ripcord-hooks/2\" | the format",
        "\"retries\" : 0 | \"retries\" : 0, \"user\" : \"root\" | 'user' is not known here",
        "\"before contract\" | \"before lunch\" | 'before lunch' is not known here",
        "\"PT2M\" | \"soon\" | cannot be parsed",
        "${env:DEPLOY_TOKEN} | ${DEPLOY_TOKEN} | a text with ${DEPLOY_TOKEN}",
        "\"approval\" : true | \"approval\" : false | 'approval' is not true",
        "\"cleanup\" | \"cleaning\" | 'cleanup' is missing",
      })
  void refusesWhatItDoesNotUnderstand(String from, String to, String why) {
    String text = HooksJson.write(MIGRATION.gates(), MIGRATION.hooks());
    assertThat(text).contains(from);
    assertThatThrownBy(() -> assertThat(HooksJson.read(text.replace(from, to))).isNull())
        .isInstanceOf(RipcordException.class)
        .hasMessageContaining("the stored gates and hooks cannot be read")
        .hasMessageContaining(why);
  }

  @Test
  void refusesWhatIsCut() {
    String text = HooksJson.write(MIGRATION.gates(), MIGRATION.hooks());
    for (int length = 0; length < text.length() - 2; length += 37) {
      String cut = text.substring(0, length);
      assertThatThrownBy(() -> assertThat(HooksJson.read(cut)).isNull())
          .isInstanceOf(RipcordException.class);
    }
  }

  @Test
  void anIdIsOfOnePassageOfOneRun() {
    Hook hook = MIGRATION.hooks().getFirst();
    HookContext context = Hooks.CONTEXT;
    HookContext later =
        new HookContext("shop", "run-1", "abc", Phase.CONTRACT, "18", Optional.empty());
    HookContext resumed =
        new HookContext("shop", "run-1", "abc", Phase.CONTRACT, "17", Optional.empty());
    assertThat(context.id(hook)).matches("[0-9a-f]{32}").isEqualTo(resumed.id(hook));
    assertThat(List.of(later.id(hook), context.id(MIGRATION.hooks().get(1))))
        .doesNotHaveDuplicates()
        .doesNotContain(context.id(hook));
  }
}
