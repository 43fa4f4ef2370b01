package dev.ripcord.escalate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Template;
import dev.ripcord.plan.CanonicalJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A real Alertmanager has the alerts that it was sent, and those no longer that are over. */
class AlertmanagerTest {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus-alertmanager");

  @TempDir private Path folder;

  @Test
  void alertsFireRiseAndEnd() throws Exception {
    assumeTrue(
        Files.isExecutable(PROGRAM) || System.getenv("CI") != null,
        "there is no " + PROGRAM + ": apt-get install prometheus-alertmanager");
    int port = freePort();
    Path config =
        Files.writeString(
            folder.resolve("am.yml"), "route: {receiver: none}\nreceivers: [{name: none}]\n");
    Process process =
        new ProcessBuilder(
                PROGRAM.toString(),
                "--config.file=" + config,
                "--storage.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("am.log").toFile())
            .start();
    String url = "http://127.0.0.1:" + port;
    try (Desk desk =
        new Desk(
            Map.of(),
            Thread::sleep,
            new Channel.Alertmanager(
                "ops",
                new Template(url + "/"),
                Map.of(),
                Desk.patience(Duration.ofSeconds(10), 6)))) {
      // it is sent while the other side starts: the retries are for that
      send(desk, Notice.Kind.RAISED, Level.LEVEL_1);
      JsonNode first = alerts(url);
      assertThat(first).hasSize(1);
      assertThat(first.get(0).get("labels").get("alertname").stringValue())
          .isEqualTo("RipcordTrigger");
      assertThat(first.get(0).get("labels").get("level").stringValue()).isEqualTo("LEVEL_1");
      assertThat(first.get(0).get("annotations").get("summary").stringValue()).isEqualTo("spike");

      send(desk, Notice.Kind.ESCALATED, Level.LEVEL_2);
      JsonNode risen = alerts(url);
      assertThat(risen).hasSize(1);
      assertThat(risen.get(0).get("labels").get("level").stringValue()).isEqualTo("LEVEL_2");

      send(desk, Notice.Kind.RESOLVED, Level.LEVEL_2);
      assertThat(alerts(url)).isEmpty();
    } finally {
      process.destroy();
      int unused = process.waitFor();
    }
  }

  private static void send(Desk desk, Notice.Kind kind, Level level) throws InterruptedException {
    Letter plain = Desk.letter("spike");
    desk.outbox.send(
        "ops",
        new Letter(
            plain.identity(),
            plain.title(),
            plain.text(),
            plain.facts(),
            Optional.of(new Notice(kind, Desk.alert(level))),
            List.of(Desk.ADA)));
    assertThat(desk.next()).isInstanceOf(Delivery.Sent.class);
  }

  private static JsonNode alerts(String url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/api/v2/alerts?active=true")).build();
      return CanonicalJson.read(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
