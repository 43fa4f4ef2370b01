package dev.ripcord.hook;

import static dev.ripcord.hook.Hooks.http;
import static dev.ripcord.hook.Hooks.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ripcord.ShortWaits;
import dev.ripcord.exchange.Heard;
import dev.ripcord.migration.Hook;
import dev.ripcord.migration.Statuses;
import dev.ripcord.plan.CanonicalJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hooks that are requests to a real server. */
@Timeout(60)
@ShortWaits
class RequestHookTest {
  private final Hooks hooks = new Hooks();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void tellsTheFactsAsJson() {
    answers("/flag", 204, "");
    HookOutcome outcome = hooks.run(http("POST", url("/flag")));
    assertThat(outcome.succeeded()).isTrue();
    String[] lines = asked.getFirst().split("\n", -1);
    assertThat(lines[0]).isEqualTo("POST /flag");
    String id = Hooks.CONTEXT.id(http("POST", "http://x"));
    assertThat(lines).contains("Idempotency-key: " + id, "Content-type: application/json");
    assertThat(CanonicalJson.read(lines[lines.length - 1]).toString())
        .isEqualTo(
            """
            {"migration":"shop","when":"before rollback","phase":"contract","run_id":"run-1",\
            "plan":"abc","hook":"flag","hook_id":"%s","reason":"errors"}"""
                .formatted(id));
  }

  @Test
  void sendsWhatIsWritten() {
    answers("/a/", 200, "moved");
    Hook hook =
        http(
            "PUT",
            url("/a/${env:PART}?q=${env:QUERY}").replace("//", "//user:${env:PASSWORD}@"),
            Optional.of("token=${env:QUERY}"),
            new Statuses(List.of("200")),
            "content-type",
            "text/plain",
            "X-Token",
            "t ${env:QUERY}");
    HookOutcome outcome =
        hooks
            .set("PART", "b c/d?e")
            .set("QUERY", "x&y=z#ü")
            .set("PASSWORD", "p@ss:w/rd+1")
            .run(hook);
    assertThat(outcome.output()).isEqualTo("moved");
    assertThat(asked.getFirst())
        .startsWith("PUT /a/b%20c/d%3Fe?q=x%26y%3Dz%23%C3%BC\n")
        .contains("Authorization: Basic dXNlcjpwQHNzOncvcmQrMQ==\n", "Content-type: text/plain\n")
        .endsWith("\ntoken=x&y=z#ü");
  }

  @Test
  void triesAgainUntilItIsAnswered() {
    AtomicInteger times = new AtomicInteger();
    server.createContext(
        "/flag",
        exchange ->
            answer(exchange, times.incrementAndGet() < 3 ? 500 : 200, "time " + times.get()));
    HookOutcome outcome = hooks.run(with(http("POST", url("/flag")), Duration.ofSeconds(10), 4));
    assertThat(outcome.succeeded()).isTrue();
    assertThat(outcome.attempts()).isEqualTo(3);
    assertThat(outcome.output()).isEqualTo("time 3");
    assertThat(asked).hasSize(3);
    assertThat(asked.stream().map(RequestHookTest::id).distinct()).hasSize(1);
  }

  @Test
  void failsWithTheAnswer() {
    answers("/flag", 403, "you may not");
    Hook hook = http("POST", url("/flag?key=1"));
    HookOutcome outcome = hooks.run(hook);
    assertThat(outcome.detail(hook))
        .startsWith(
            "before rollback, hook flag: failed (POST "
                + url("/flag")
                + " answered 403, expected 2xx)")
        .endsWith("; it said: you may not");
  }

  @ParameterizedTest
  @CsvSource({"before", "after"})
  void doesNotWaitForAServerThatHangs(String headers) {
    server.createContext(
        "/hang",
        exchange -> {
          if (headers.equals("after")) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("begun".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
          }
          await();
        });
    HookOutcome outcome = hooks.run(with(http("GET", url("/hang")), Duration.ofMillis(700), 1));
    assertThat(outcome).isInstanceOf(HookOutcome.TimedOut.class);
    assertThat(outcome.attempts()).isEqualTo(2);
    assertThat(outcome.output()).isEqualTo(headers.equals("after") ? "begun" : "");
    assertThat(outcome.took()).isBetween(Duration.ofMillis(1_300), Duration.ofSeconds(10));
  }

  /** A byte now and then is no life. */
  @Test
  void cutsAServerThatTrickles() {
    server.createContext(
        "/trickle",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream body = exchange.getResponseBody()) {
            while (!over.await(50, TimeUnit.MILLISECONDS)) {
              body.write('.');
              body.flush();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    HookOutcome outcome = hooks.run(with(http("GET", url("/trickle")), Duration.ofMillis(800), 0));
    assertThat(outcome).isInstanceOf(HookOutcome.TimedOut.class);
    assertThat(outcome.output()).matches("\\.{2,}");
    assertThat(outcome.took()).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void hearsOnlyTheBeginningOfAnAnswerWithoutEnd() {
    server.createContext(
        "/flood",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] much = "x".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
          try (OutputStream body = exchange.getResponseBody()) {
            while (over.getCount() > 0) {
              body.write(much);
            }
          }
        });
    HookOutcome outcome = hooks.run(with(http("GET", url("/flood")), Duration.ofSeconds(20), 0));
    assertThat(outcome.succeeded()).isTrue();
    assertThat(outcome.output()).hasSize(Heard.KEPT);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 302, true, GET",
    "POST, 307, true, POST",
    "POST, 308, true, POST",
    "POST, 303, true, GET",
    "POST, 301, false, -",
    "POST, 302, false, -",
  })
  void followsOnTheSameServerWhatAsksTheSame(
      String method, int status, boolean followed, String then) {
    redirects("/old", status, "/new");
    answers("/new", 200, "there");
    HookOutcome outcome = hooks.run(http(method, url("/old"), "Authorization", "Bearer abcd"));
    assertThat(outcome.succeeded()).isEqualTo(followed);
    if (followed) {
      assertThat(asked).hasSize(2);
      assertThat(asked.getLast())
          .startsWith(then + " /new\n")
          .contains("Authorization: Bearer abcd");
      assertThat(asked.stream().map(RequestHookTest::id).distinct()).hasSize(1);
    } else {
      assertThat(((HookOutcome.Failed) outcome).reason())
          .endsWith("answered " + status + ", a redirect that is not followed, expected 2xx");
    }
  }

  @Test
  void doesNotTakeItsSecretsElsewhere() throws IOException {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext("/", exchange -> answer(exchange, 200, ""));
    other.start();
    try {
      redirects("/old", 307, "http://127.0.0.1:" + other.getAddress().getPort() + "/new");
      assertThat(hooks.run(http("POST", url("/old"))).succeeded()).isFalse();
      assertThat(asked).hasSize(1);
    } finally {
      other.stop(0);
    }
  }

  @Test
  void doesNotGoRoundForEver() {
    redirects("/round", 307, "/round");
    assertThat(hooks.run(http("POST", url("/round"))).succeeded()).isFalse();
    assertThat(asked).hasSize(6);
  }

  @Test
  void anExpectedRedirectIsTheAnswer() {
    redirects("/old", 302, "/new");
    Hook hook = http("GET", url("/old"), Optional.empty(), new Statuses(List.of("302")));
    assertThat(hooks.run(hook).succeeded()).isTrue();
    assertThat(asked).hasSize(1);
  }

  @Test
  void saysWhyThereIsNoAnswer() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    assertThat(reason("http://127.0.0.1:" + free + "/x"))
        .isEqualTo("POST http://127.0.0.1:" + free + "/x: the connection was not accepted");
    assertThat(reason("http://no-such-host.invalid/x")).endsWith(": nobody knows this host");
    try (ServerSocket plain = new ServerSocket(0)) {
      threads.execute(() -> speaksNoTls(plain));
      assertThat(reason("https://127.0.0.1:" + plain.getLocalPort() + "/x"))
          .contains("/x: TLS failed");
    }
    assertThat(reason("${env:ADDRESS}"))
        .isEqualTo("POST ${env:ADDRESS} has no address of http or https");
    assertThat(
            ((HookOutcome.Failed)
                    hooks
                        .set("TWO", "line\nline")
                        .run(http("POST", url("/x"), "X-A", "${env:TWO}")))
                .reason())
        .endsWith("cannot be sent: a header or the address holds what none may hold");
  }

  private String reason(String address) {
    HookOutcome outcome = hooks.set("ADDRESS", "mailto:someone-secret").run(http("POST", address));
    assertThat(outcome.toString()).doesNotContain("someone-secret");
    return ((HookOutcome.Failed) outcome).reason();
  }

  private static void speaksNoTls(ServerSocket plain) {
    try (Socket socket = plain.accept()) {
      socket.getOutputStream().write("no TLS here\n\n".getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      int unused = socket.getInputStream().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String id(String request) {
    return request
        .lines()
        .filter(line -> line.startsWith("Idempotency-key"))
        .findFirst()
        .orElse("");
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void answers(String path, int status, String text) {
    server.createContext(path, exchange -> answer(exchange, status, text));
  }

  private void redirects(String path, int status, String to) {
    server.createContext(
        path,
        exchange -> {
          exchange.getResponseHeaders().add("Location", to);
          answer(exchange, status, "");
        });
  }

  private void answer(HttpExchange exchange, int status, String text) throws IOException {
    StringBuilder request =
        new StringBuilder(exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\n");
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> request.append(name + ": " + values.getFirst() + "\n"));
    request.append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    asked.add(request.toString());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(bytes);
    }
  }

  private void await() {
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
