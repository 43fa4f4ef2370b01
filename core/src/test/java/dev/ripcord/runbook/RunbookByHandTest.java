package dev.ripcord.runbook;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.runbook.Runbook.Checkpoint;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a person does who has nothing but the text and psql. */
@ExtendWith(TestDatabase.Extension.class)
class RunbookByHandTest {
  private Psql psql = new Psql(DatabaseUrl.parse("postgres://localhost/unused"));
  private final Runbook runbook = RunbookWriter.of(Fixtures.proven());
  private final Map<Phase, String> scripts = RunbookText.scripts(RunbookText.of(runbook));

  @BeforeEach
  void createTable(TestDatabase database) {
    psql = new Psql(database.url());
    psql.sql("CREATE TABLE public.users (id int PRIMARY KEY, email text, note text)");
    psql.sql("INSERT INTO public.users VALUES (1, 'a', 'x'), (2, 'B', 'x'), (3, 'c', 'x')");
  }

  @Test
  void thePhasesRollBackOutOfTheTextAlone() {
    assertThat(psql.script(script(Phase.CONTRACT)).exitStatus()).isZero();
    assertThat(psql.sql("SELECT note FROM users WHERE id = 1")).isEqualTo(Fixtures.NOTE.strip());
    assertThat(psql.sql("SELECT length(note) FROM users WHERE id = 1"))
        .isEqualTo(Integer.toString(Fixtures.NOTE.length()));

    assertThat(psql.script(script(Phase.MIGRATE)).exitStatus()).isZero();
    assertThat(psql.sql("SELECT string_agg(email, '' ORDER BY id) FROM users")).isEqualTo("ABC");

    Psql.Result expand = psql.script(script(Phase.EXPAND), "\n");
    assertThat(expand.exitStatus()).as(expand.output()).isZero();
    assertThat(expand.output()).contains("BY HAND: Stop it\nin the scheduler.");
    assertThat(psql.sql("SELECT to_regclass('public.users_email_idx') IS NULL")).isEqualTo("t");
  }

  @Test
  void aScriptThatNeedsAPersonStopsWithoutOne() {
    Psql.Result result = psql.script(script(Phase.EXPAND), "");

    assertThat(result.exitStatus()).isEqualTo(3);
  }

  @Test
  void everyCheckpointOfTheLastPhaseAnswersAsTheDocumentSays() {
    for (Checkpoint point : runbook.phases().getLast().checkpoints()) {
      point
          .query()
          .filter(query -> !query.startsWith("GET "))
          .ifPresent(
              query ->
                  assertThat(psql.sql(Words.query(query)))
                      .as(point.title())
                      .isEqualTo(point.expected().orElseThrow()));
    }
  }

  @Test
  void aCheckpointOfTheLastPhaseSeesWhatIsLeftOver() {
    psql.sql("ALTER TABLE public.users ADD COLUMN email_new text");
    psql.sql("CREATE INDEX left_over ON public.users (note)");
    psql.sql("ALTER TABLE public.users ADD CONSTRAINT positive CHECK (id > 0)");

    assertThat(
            runbook.phases().getLast().checkpoints().stream()
                .filter(point -> point.title().contains("that it had before"))
                .filter(
                    point ->
                        !psql.sql(point.query().orElseThrow())
                            .equals(point.expected().orElseThrow()))
                .map(Checkpoint::title))
        .containsExactly(
            "public.users has the columns that it had before",
            "public.users has the indexes that it had before",
            "public.users has the constraints that it had before");
  }

  private String script(Phase phase) {
    return requireNonNull(scripts.get(phase), phase.word());
  }
}
