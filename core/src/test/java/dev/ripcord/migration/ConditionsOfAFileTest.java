package dev.ripcord.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ripcord.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionsOfAFileTest {
  @TempDir private Path folder;

  private Path write(String... lines) throws IOException {
    return Files.writeString(
        folder.resolve("m.yaml"),
        "changes: [{drop_table: {table: t}}]\ntriggers:\n"
            + String.join("\n", lines)
            + "\nmetrics: {a: {sql: SELECT 1}, availability: {sql: SELECT 1}}\n");
  }

  @Test
  void everyFlawHasItsPlace() throws IOException {
    Path file =
        write(
            "  error_rate_spike: {condition: error_rate > basline * 5 fro 5 minutes}",
            "  migration_progress_stalled: {condition: \"progress > \"}",
            "  service_availability_drop:",
            "    condition: |",
            "      availability",
            "    window: 1 minute",
            "  response_time_degradation: {condition: a > 1 for 5m, window: 4 minutes}",
            "  data_integrity_check_failure: {condition: 'a > ''1'}");
    InputException refused =
        catchThrowableOfType(InputException.class, () -> MigrationReader.read(file));
    assertThat(refused.problems().stream().map(Object::toString).toList())
        .containsExactly(
            file + ":3:46: basline is misspelt, expected baseline",
            file + ":3:58: fro is no word of a condition, expected for",
            file
                + ":4:54: the condition ends after >, expected a metric, a number, baseline or a"
                + " bracket",
            file
                + ":6:16: availability is a number, expected a comparison such as availability > 0",
            file
                + ":9:64: window is 4 minutes, but the condition says for 5 minutes, expected"
                + " window: 5 minutes, or none",
            file + ":10:45: ' means nothing here, expected words, numbers and operators");
  }

  @Test
  void windowAndConditionAreOne() throws IOException {
    Migration migration =
        MigrationReader.read(
            write(
                "  error_rate_spike: {window: 3 minutes}",
                "  service_availability_drop: {condition: availability < 99% for 90s}",
                "  data_integrity_check_failure: {window: 5 minutes}"));
    assertThat(migration.triggers())
        .filteredOn(trigger -> !trigger.contacts().contains("migration_lead"))
        .extracting(Trigger::condition)
        .containsExactly(
            "availability < 99% for 90s",
            "data_validation_failures > 0", "migration_progress unchanged for 30 minutes");
    assertThat(migration.triggers().getFirst().condition())
        .isEqualTo("error_rate > baseline * 5 for 3 minutes");
    assertThat(migration.triggers())
        .extracting(Trigger::window)
        .containsExactly(
            Duration.ofMinutes(3),
            Duration.ofMinutes(10),
            Duration.ofSeconds(90),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30));
    assertThat(migration.triggers()).allSatisfy(t -> assertThat(t.parsed().metrics()).isNotEmpty());
  }
}
