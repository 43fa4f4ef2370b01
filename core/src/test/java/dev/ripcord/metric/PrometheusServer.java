package dev.ripcord.metric;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Prometheus on a loopback port that scrapes one program of the test. */
public final class PrometheusServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/prometheus");

  /** How often it scrapes. */
  public static final Duration SCRAPES = Duration.ofMillis(200);

  private final Path folder;
  private final int port;
  private Process process;

  private PrometheusServer(Path folder, int port) throws IOException {
    this.folder = folder;
    this.port = port;
    this.process = launch();
  }

  /**
   * Starts and waits until it answers. Skips the test where it is not installed, which CI does not
   * allow.
   *
   * @param scraped host and port of the program
   */
  public static PrometheusServer start(String scraped) {
    if (!Files.isExecutable(PROGRAM)) {
      if (System.getenv("CI") != null) {
        throw new AssertionError("CI must install prometheus");
      }
      assumeTrue(false, "no " + PROGRAM + ": the test needs a real Prometheus");
    }
    try {
      Path folder = Files.createTempDirectory("ripcord-prometheus");
      Files.writeString(
          folder.resolve("prometheus.yml"),
          """
          global: {scrape_interval: %dms, scrape_timeout: %dms}
          scrape_configs:
            - job_name: shop
              static_configs: [{targets: ["%s"]}]
          """
              .formatted(SCRAPES.toMillis(), SCRAPES.toMillis(), scraped));
      PrometheusServer server = new PrometheusServer(folder, freePort());
      server.awaitReady();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On the same port, with what it had collected. */
  public void startAgain() {
    try {
      process = launch();
      awaitReady();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(
            PROGRAM.toString(),
            "--config.file=" + folder.resolve("prometheus.yml"),
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + port,
            "--log.level=warn")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  private void awaitReady() throws IOException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest ready =
        HttpRequest.newBuilder(URI.create(url() + "/-/ready"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      for (int i = 0; i < 600; i++) {
        if (!process.isAlive()) {
          throw new AssertionError("prometheus ended: " + log());
        }
        try {
          if (client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException notYet) {
          // it is not up
        }
        Thread.sleep(50);
      }
      throw new AssertionError("prometheus does not answer: " + log());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      client.shutdownNow();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket()) {
      free.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return free.getLocalPort();
    }
  }

  /** Such as {@code http://127.0.0.1:34567}. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** What it has written down. */
  public String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    Process unused = process.destroyForcibly();
    await();
  }

  /** Stops it in the middle of whatever it does; its port still takes connections. */
  public void freeze() {
    signal("STOP");
    // kill has told it, which is before each of its threads has heard
    Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
    while (Files.isDirectory(threads) && !stopped(threads)) {
      Thread.onSpinWait();
    }
  }

  private static boolean stopped(Path threads) {
    try (Stream<Path> each = Files.list(threads)) {
      return each.allMatch(thread -> state(thread).contains("\nState:\tT"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String state(Path thread) {
    try {
      return Files.readString(thread.resolve("status"));
    } catch (IOException e) {
      // it ended meanwhile
      return "";
    }
  }

  /** Lets it go on. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (status != 0) {
        throw new AssertionError("kill -" + name + " ended with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void await() {
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("prometheus does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The metrics of a shop in PromQL, over a short window. */
  public static List<String> queries() {
    return List.of(
        "sum(rate(shop_requests_total{code=\"500\"}[2s])) / sum(rate(shop_requests_total[2s]))",
        "histogram_quantile(0.95, sum(rate(shop_request_seconds_bucket[2s])) by (le))",
        "sum(up)");
  }
}
