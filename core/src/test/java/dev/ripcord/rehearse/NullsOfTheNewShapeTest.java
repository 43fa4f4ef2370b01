package dev.ripcord.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Writers write NULLs that only the new shape may hold, and miss them when they are gone. */
@ExtendWith(TestDatabase.Extension.class)
class NullsOfTheNewShapeTest {
  private static final String SCHEMA =
      "CREATE TABLE item (id int PRIMARY KEY, title text NOT NULL, word text NOT NULL);";
  private static final String CHANGE =
      "  - drop_not_null: {table: item, column: title, down: \"'of ' || word\"}\n";

  @TempDir private Path directory;
  private Rehearsing rehearsing;

  @BeforeEach
  void prepare(TestDatabase database) {
    rehearsing = new Rehearsing(directory, database);
  }

  @Test
  void areWrittenAndFoundAgain() {
    Proof proof = rehearsing.of(SCHEMA, CHANGE);

    assertThat(Rehearsing.differences(proof)).isEmpty();
    assertThat(proof.proven()).isTrue();
    assertThat(proof.ledger().kept()).isPositive();
  }

  @Test
  void areMissedWhenNobodyKeptThem() {
    Proof proof =
        rehearsing.of(SCHEMA, CHANGE + onTheWayBack("DELETE FROM ripcord_kept.kept_01_item"));

    assertThat(proof.proven()).isFalse();
    assertThat(Rehearsing.differences(proof))
        .anyMatch(
            each ->
                each.part().equals("ledger")
                    && each.where().equals("public.item.title")
                    && each.what().contains("was not kept"));
  }

  @Test
  void areMissedWhenTheOldShapeGetsAnotherValue() {
    Proof proof =
        rehearsing.of(
            SCHEMA,
            CHANGE
                + onTheWayBack(
                    "UPDATE item SET title = title || '!' FROM ripcord_kept.kept_01_item"
                        + " WHERE key_1 = id AND title = old_1"));

    assertThat(proof.proven()).isFalse();
    assertThat(Rehearsing.differences(proof))
        .anyMatch(each -> each.part().equals("data") && each.where().equals("public.item"));
  }

  /** When the way back of the contract is through. */
  private static String onTheWayBack(String statement) {
    return """
      - sql:
          name: harm
          phase: expand
          up: SELECT 1
          down: |
            DO $$ BEGIN
              IF to_regclass('ripcord_kept.kept_01_item') IS NOT NULL THEN
                %s;
              END IF;
            END $$
    """
        .formatted(statement);
  }
}
