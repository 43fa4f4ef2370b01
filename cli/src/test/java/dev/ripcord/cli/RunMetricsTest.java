package dev.ripcord.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.run.RunEvent;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a Prometheus sees of a run, and what is delivered to look at it. */
class RunMetricsTest {
  private static final Path RULES = Path.of("../deploy/prometheus/ripcord.rules.yml");
  private static final Path DASHBOARD = Path.of("../deploy/grafana/ripcord.json");
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  private static final Pattern NAME = Pattern.compile("\\bripcord_[a-z_]+\\b(?!\\s*=~?)");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final List<RunEvent> heard = new ArrayList<>();
  private final RunMetrics metrics = new RunMetrics(registry, heard::add);

  @Test
  void tellWhereARunIs() throws Exception {
    metrics.event(new RunEvent.StepStarted("migrate-01", "Fill users.code", true));
    metrics.event(new RunEvent.Batch("migrate-01", 1, 40, 4_000, 900, "replica lag"));
    metrics.event(new RunEvent.Looking("migrate-01", 1));
    metrics.event(new RunEvent.Blocked("migrate-01", 1, "by pid 7"));
    metrics.event(
        new RunEvent.StepDone("migrate-01", "Fill", true, Duration.ofMillis(1_500), 10_000));
    metrics.event(new RunEvent.Waiting(Phase.CONTRACT, "waiting for approval of contract"));
    metrics.event(new RunEvent.Judged("errors", false, "source-down", "refused"));
    metrics.event(new RunEvent.Alerts(2, "LEVEL_1 is called"));
    metrics.event(new RunEvent.HookRan("before contract", "deploy", false, "exit status 1"));

    assertThat(heard).hasSize(9);
    String page = scrape("");
    assertThat(page.lines())
        .contains(
            "ripcord_phase{ripcord_phase=\"migrate\"} 1",
            "ripcord_phase{ripcord_phase=\"contract\"} 0",
            "ripcord_walk_progress_ratio 0.4",
            "ripcord_walk_rows 4000.0",
            "ripcord_walk_rows_per_second 900.0",
            "ripcord_walk_throttled 1.0",
            "ripcord_lock_retries_total 1.0",
            "ripcord_steps_total{direction=\"forward\"} 1.0",
            "ripcord_last_step_seconds 1.5",
            "ripcord_waiting 1.0",
            "ripcord_going_back 0.0",
            "ripcord_hooks_failed_total 1.0",
            "ripcord_alerts_unacknowledged 2.0",
            "ripcord_trigger{name=\"errors\",shadow=\"false\",ripcord_trigger=\"source-down\"} 1",
            "ripcord_trigger{name=\"errors\",shadow=\"false\",ripcord_trigger=\"healthy\"} 0");
  }

  @Test
  void tellThatARunGoesBack() throws Exception {
    metrics.event(new RunEvent.Waiting(Phase.CONTRACT, "soaking"));
    metrics.event(new RunEvent.TurnedBack("the start", "errors"));

    assertThat(scrape("").lines())
        .contains("ripcord_going_back 1.0", "ripcord_waiting 0.0", "ripcord_rollbacks_total 1.0");
  }

  @Test
  void speakOpenMetricsWhereThatIsAskedFor() throws Exception {
    assertThat(scrape("application/openmetrics-text; version=1.0.0")).endsWith("# EOF\n");
  }

  @Test
  void areServedUnderTheirPathOnly() throws Exception {
    try (MetricsServer server = MetricsServer.start(MetricsServer.parse("0"), registry)) {
      URI root = URI.create("http://127.0.0.1:" + server.address().getPort());
      try (HttpClient client = HttpClient.newHttpClient()) {
        assertThat(status(client, HttpRequest.newBuilder(root.resolve("/")).build()))
            .isEqualTo(404);
        assertThat(status(client, HttpRequest.newBuilder(root.resolve("/metricsx")).build()))
            .isEqualTo(404);
        assertThat(
                status(
                    client,
                    HttpRequest.newBuilder(root.resolve("/metrics"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build()))
            .isEqualTo(405);
      }
    }
  }

  @Test
  void areServedToThisMachineAloneUnlessAskedOtherwise() {
    assertThat(MetricsServer.parse("9464").getAddress().isLoopbackAddress()).isTrue();
    assertThat(MetricsServer.parse(":9464").getAddress().isLoopbackAddress()).isTrue();
    assertThat(MetricsServer.parse("0.0.0.0:9464"))
        .isEqualTo(new InetSocketAddress("0.0.0.0", 9464));
    assertThat(MetricsServer.parse("[::1]:9464").getPort()).isEqualTo(9464);
    for (String wrong : List.of("", "host", "host:", "host:70000", "-1", "9464x")) {
      assertThatThrownBy(() -> MetricsServer.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void areWhatTheAlertRulesAndTheDashboardAskFor() throws Exception {
    metrics.event(new RunEvent.Judged("errors", false, "healthy", ""));
    metrics.event(new RunEvent.StepDone("a", "b", true, Duration.ZERO, 0));
    Set<String> served = names(scrape(""));

    assertThat(served).containsAll(names(expressions()));
    assertThat(names(expressions())).hasSizeGreaterThan(8);
  }

  /** All of PromQL in what is delivered, so that a metric that is renamed is missed there. */
  private static String expressions() throws IOException {
    StringBuilder all = new StringBuilder();
    Files.readAllLines(RULES).stream()
        .filter(line -> line.strip().startsWith("expr:"))
        .forEach(line -> all.append(line).append('\n'));
    JsonNode dashboard = CanonicalJson.read(Files.readString(DASHBOARD));
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        all.append(target.get("expr").stringValue()).append('\n');
      }
    }
    return all.toString();
  }

  @Test
  void haveRulesThatPrometheusTakes() throws Exception {
    assumeTrue(
        Files.isExecutable(PROMTOOL) || System.getenv("CI") != null,
        "promtool is not installed: the package prometheus has it");
    Process promtool =
        new ProcessBuilder(PROMTOOL.toString(), "check", "rules", RULES.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor()).as(said).isZero();
    assertThat(said).contains("SUCCESS: 7 rules found");
  }

  private static Set<String> names(String text) {
    Set<String> names = new TreeSet<>();
    NAME.matcher(text).results().forEach(found -> names.add(found.group()));
    return names;
  }

  private String scrape(String accept) throws IOException, InterruptedException {
    try (MetricsServer server = MetricsServer.start(MetricsServer.parse("0"), registry);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(
              URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics"));
      if (!accept.isEmpty()) {
        request.header("Accept", accept);
      }
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    }
  }

  private static int status(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}
