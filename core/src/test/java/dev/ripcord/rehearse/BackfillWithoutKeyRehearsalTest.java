package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.rehearse.Proof.Difference;
import dev.ripcord.rehearse.Proof.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The proof for tables without a key fails when a value before does not follow its row. */
@ExtendWith(TestDatabase.Extension.class)
class BackfillWithoutKeyRehearsalTest {
  private static final String READINGS =
      """
      CREATE TABLE readings (
        device text NOT NULL, taken_at timestamptz NOT NULL, value numeric NOT NULL, unit text, remark text
      );
      """;

  private static final String BACKFILL =
      "  - backfill: {table: readings, set: {unit: \"'V'\"}, where: unit IS NULL}\n";

  @TempDir private Path directory;
  private Rehearsing rehearsing;

  @BeforeEach
  void prepare(TestDatabase database) {
    rehearsing = new Rehearsing(directory, database);
  }

  @Test
  void valuesThatDoNotFollowTheirRowsAreMissed() {
    Proof proof =
        rehearsing.of(
            READINGS,
            BACKFILL
                + sabotage(
                    "ALTER TABLE readings DISABLE TRIGGER \"~ripcord_sync_01\"",
                    "ALTER TABLE readings ENABLE ALWAYS TRIGGER \"~ripcord_sync_01\""));
    assertNotProven(proof);
  }

  @Test
  void valuesThatAreNotThoseBeforeAreMissed() {
    Proof proof =
        rehearsing.of(
            READINGS,
            BACKFILL + sabotage("SELECT 1", "UPDATE ripcord.before_01_readings SET old_1 = 'K'"));
    assertNotProven(proof);
  }

  private static void assertNotProven(Proof proof) {
    Verdict verdict =
        proof.verdicts().stream()
            .filter(each -> each.phase() == Phase.MIGRATE)
            .findFirst()
            .orElseThrow()
            .verdict();
    assertThat(verdict).isInstanceOf(Verdict.NotProven.class);
    List<Difference> differences = Rehearsing.differences(proof);
    assertThat(differences)
        .allSatisfy(
            each -> {
              assertThat(each.part()).isEqualTo("data");
              assertThat(each.where()).isEqualTo("public.readings");
              assertThat(each.what()).matches("[1-9]\\d* rows missing, [1-9]\\d* rows too many.*");
            });
    assertThat(differences).isNotEmpty();
    assertThat(proof.ledger().lost()).isEqualTo(differences);
  }

  private static String sabotage(String up, String down) {
    return """
      - sql:
          name: sabotage
          phase: migrate
          up: %s
          down: %s
    """
        .formatted(up, down)
        .indent(0);
  }
}
