package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.rehearse.Proof.Difference;
import dev.ripcord.runbook.RunbookText;
import dev.ripcord.runbook.RunbookWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A trigger of the users' own writes down in another table who changed what. */
@ExtendWith(TestDatabase.Extension.class)
class AuditedTableTest {
  private static final String SCHEMA =
      """
      CREATE TABLE audit (
        id bigserial PRIMARY KEY, uid uuid NOT NULL, at timestamptz NOT NULL, what text NOT NULL, key bigint
      );
      CREATE TABLE acct (id bigserial PRIMARY KEY, cur text, note text);
      CREATE FUNCTION aud() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO audit (uid, at, what, key)
            VALUES (gen_random_uuid(), clock_timestamp(), %s, NEW.id);
          RETURN NULL;
        END $$;
      CREATE TRIGGER aud AFTER UPDATE ON acct FOR EACH ROW EXECUTE FUNCTION aud();
      """;

  private static final String CHANGE =
      """
        - add_column: {table: acct, column: extra, type: text}
        - set_default: {table: acct, column: cur, default: "'EUR'"}
      """;

  @TempDir private Path directory;
  private Rehearsing rehearsing;

  @BeforeEach
  void prepare(TestDatabase database) {
    rehearsing = new Rehearsing(directory, database);
  }

  /** No two servers give the same numbers and times to the same rows. */
  @Test
  void whatTheServerGaveIsNotCompared() {
    Proof proof = rehearsing.of(SCHEMA.formatted("'changed'"), CHANGE);
    assertThat(Rehearsing.differences(proof)).isEmpty();
    assertThat(proof.proven()).isTrue();
  }

  /** A row as the new shape has it is another one than the old shape would have written. */
  @Test
  void whatTheTriggerWritesIsCompared() {
    Proof proof = rehearsing.of(SCHEMA.formatted("to_jsonb(NEW)::text"), CHANGE);
    assertThat(proof.proven()).isFalse();
    assertThat(Rehearsing.differences(proof))
        .isNotEmpty()
        .allSatisfy(
            difference ->
                assertThat(difference.where() + ": " + difference.what())
                    .startsWith("public.audit: ")
                    .endsWith(
                        "; only triggers write there: 'not_compared' in the migration spares it"));
  }

  private static String stamped(String guard) {
    return """
        CREATE TABLE acct (id bigserial PRIMARY KEY, note text, updated timestamptz NOT NULL DEFAULT now());
        CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN %s NEW.updated := now(); RETURN NEW; END $$;
        CREATE TRIGGER stamp BEFORE UPDATE ON acct FOR EACH ROW EXECUTE FUNCTION stamp();
        """
        .formatted(guard);
  }

  /** It takes the walk for a client. */
  @Test
  void aTriggerThatStampsRowsIsNamed() {
    Proof proof =
        rehearsing.of(stamped(""), "  - rename_column: {table: acct, from: note, to: remark}\n");
    assertThat(proof.proven()).isFalse();
    assertThat(Rehearsing.differences(proof))
        .extracting(Difference::what)
        .anyMatch(
            what ->
                what.endsWith(
                    "; a walk fires trigger stamp of public.acct (hazard user-triggers-fire)"));
  }

  /** As the hazard says. */
  @Test
  void aTriggerThatReturnsEarlyForAWalkStampsNothing() {
    String guard =
        "IF current_setting('application_name') = 'ripcord run' THEN RETURN NEW; END IF;";
    Proof proof =
        rehearsing.of(stamped(guard), "  - rename_column: {table: acct, from: note, to: remark}\n");
    assertThat(Rehearsing.differences(proof)).isEmpty();
    assertThat(proof.proven()).isTrue();
  }

  /** And then the proof says so. */
  @Test
  void whatTheMigrationSparesIsNotCompared() {
    Proof proof =
        rehearsing.of(SCHEMA.formatted("to_jsonb(NEW)::text"), CHANGE + "not_compared: [audit]\n");
    assertThat(Rehearsing.differences(proof)).isEmpty();
    assertThat(proof.proven()).isTrue();
    assertThat(proof.notCompared()).containsExactly("public.audit");
    assertThat(RunbookText.of(RunbookWriter.of(proof))).contains("Rows Not Compared: public.audit");
    String text = ProofJson.write(proof);
    assertThat(ProofJson.read(text, proof.plan())).isEqualTo(proof);
    Plan strict = rehearsing.of(SCHEMA.formatted("'changed'"), CHANGE).plan();
    assertThat(strict.hash()).isEqualTo(proof.plan().hash());
    assertThatThrownBy(() -> ProofJson.read(text, strict))
        .hasMessage("the rows of public.audit were not compared, and now shall be: rehearse again");
  }

  /** Statements of the user's own may write there as well. */
  @Test
  void besideStatementsOfTheUsersOwnAllIsCompared() {
    Proof proof =
        rehearsing.of(
            SCHEMA.formatted("'changed'"),
            CHANGE + "  - sql: {name: s, phase: expand, up: SELECT 1, down: SELECT 1}\n");
    assertThat(proof.proven()).isFalse();
  }
}
