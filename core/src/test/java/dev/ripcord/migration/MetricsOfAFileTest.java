package dev.ripcord.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsOfAFileTest {
  private static final Path FILE =
      Path.of("src/test/resources/dev/ripcord/migration/corpus/valid/metrics.yaml");
  private static final String MINIMAL = "changes:\n  - drop_table: {table: t}\n";

  @TempDir private Path folder;

  @Test
  void readsSourcesAndWhatTheyInherit() {
    Watch watch = MigrationReader.read(FILE).watch();
    assertThat(watch.window()).isEqualTo(new Watch.Window(Duration.ofMinutes(5), 10));
    assertThat(watch.metrics().keySet())
        .containsExactly(
            "error_rate",
            "p95_response_time",
            "availability",
            "answers",
            "open_orders",
            "heap",
            "lock_waiters",
            "migration_progress",
            "sync_conflicts",
            "data_validation_failures",
            "replica_lag",
            "longest_transaction",
            "connections_used");
    assertThat(watch.metric("error_rate").orElseThrow())
        .isEqualTo(
            new Metric(
                "error_rate",
                new Measure.Prometheus(
                    watch.prometheus().orElseThrow(),
                    "sum(rate(errors[1m])) / sum(rate(requests[1m]))"),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofSeconds(45),
                4,
                OptionalDouble.of(0.005)));
    assertThat(watch.metric("answers").orElseThrow().measure())
        .isEqualTo(
            new Measure.Probe(
                new Measure.Target(
                    new Template("${env:SHOP}/health"),
                    Map.of("X-Probe", new Template("ripcord")),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2)),
                Measure.Of.ERROR_RATE,
                Duration.ofMinutes(1),
                new Statuses(List.of("200", "3xx"))));
    assertThat(watch.metric("open_orders").orElseThrow().staleAfter())
        .isEqualTo(Duration.ofMinutes(4).plusSeconds(2));
    assertThat(watch.metric("p95_response_time").orElseThrow().floor()).hasValue(0.02);
    assertThat(watch.metric("heap").orElseThrow().floor()).hasValue(1_048_576);
    assertThat(watch.metric("lock_waiters").orElseThrow().interval()).hasSeconds(2);
    Statuses range =
        ((Measure.Probe) watch.metric("availability").orElseThrow().measure()).expect();
    assertThat(range.contain(299)).isTrue();
    assertThat(range.contain(300)).isFalse();
    assertThat(range.contain(199)).isFalse();
  }

  @Test
  void whatNobodyMeasuresIsAGap() throws IOException {
    assertThat(gaps(""))
        .containsExactly(
            "error_rate is not measured, but Error Rate Spike asks for it: give metrics.error_rate,"
                + " or triggers.error_rate_spike: {enabled: false}",
            "p95_response_time is not measured, but Response Time Degradation asks for it: give"
                + " metrics.p95_response_time, or triggers.response_time_degradation: {enabled:"
                + " false}",
            "availability is not measured, but Service Availability Drop asks for it: give"
                + " metrics.availability, or triggers.service_availability_drop: {enabled: false}");
    assertThat(
            gaps(
                """
                metrics: {error_rate: {sql: SELECT 1}, availability: {sql: SELECT 1}}
                triggers: {response_time_degradation: {enabled: false}}
                """))
        .isEmpty();
    assertThat(
            gaps(
                """
                metrics: {error_rate: {sql: SELECT 1}, availability: {sql: SELECT 1}}
                triggers:
                  response_time_degradation:
                    condition: (lock_waiters > 5 or replica_lag >= 2 min) and not sync_conflicts increasing for 10m
                """))
        .isEmpty();
  }

  private List<String> gaps(String more) throws IOException {
    Path file = Files.writeString(folder.resolve("m.yaml"), MINIMAL + more);
    return MigrationReader.read(file).readiness().stream()
        .filter(gap -> gap.contains("is not measured"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "0.1%,0.001",
    "10 ms,0.01",
    "5,5",
    "2 min,120",
    "1.5kB,1536",
    "3 d,259200",
    "90 seconds,90",
    "1 TB,1099511627776"
  })
  void readsQuantities(String text, double value) {
    assertThat(Quantity.parse(text)).isEqualTo(value);
  }

  /** As in conditions, where M could be minutes or megabytes. */
  @ParameterizedTest
  @ValueSource(strings = {"5 M", "5 parsecs", "-5", ""})
  void refusesWhatIsNoQuantity(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Quantity.parse(text));
  }
}
