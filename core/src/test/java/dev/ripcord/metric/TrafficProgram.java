package dev.ripcord.metric;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A program under traffic that Prometheus can scrape: 100 requests a second, of which the test says
 * how many fail and how long they take. It also answers requests to {@code /health} likewise.
 */
public final class TrafficProgram implements AutoCloseable {
  private static final double[] BUCKETS = {0.01, 0.05, 0.1, 0.5, 1, 5};

  /** What a request takes, unless somebody says otherwise. */
  public static final Duration USUAL = Duration.ofMillis(20);

  private final HttpServer server;
  private final ExecutorService answering = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor();
  private final long[] inBucket = new long[BUCKETS.length];
  private double errors;
  private double errorsDue;
  private Duration latency = USUAL;
  private int health = 200;
  private long good;
  private long bad;
  private double seconds;

  private TrafficProgram(HttpServer server) {
    this.server = server;
  }

  /** Starts it, with no errors and 20 ms a request. */
  public static TrafficProgram start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      TrafficProgram program = new TrafficProgram(server);
      server.createContext(
          "/metrics", exchange -> program.answer(exchange, 200, program.metrics()));
      server.createContext("/health", program::health);
      server.setExecutor(program.answering);
      server.start();
      Future<?> unused =
          program.traffic.scheduleAtFixedRate(program::request, 0, 10, TimeUnit.MILLISECONDS);
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Such as {@code 127.0.0.1:34567}. */
  public String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * How many fail.
   *
   * @param share from 0 to 1
   */
  public synchronized void fail(double share) {
    errors = share;
  }

  /** How long each takes, a request for its health too. */
  public synchronized void take(Duration duration) {
    latency = duration;
  }

  /** What it answers when asked for its health. */
  public synchronized void health(int status) {
    health = status;
  }

  private synchronized void request() {
    errorsDue += errors;
    if (errorsDue >= 1) {
      errorsDue -= 1;
      bad++;
    } else {
      good++;
    }
    double took = latency.toNanos() / 1e9;
    seconds += took;
    for (int i = 0; i < BUCKETS.length; i++) {
      if (took <= BUCKETS[i]) {
        inBucket[i]++;
      }
    }
  }

  private void health(HttpExchange exchange) throws IOException {
    Duration wait;
    int status;
    synchronized (this) {
      wait = latency;
      status = health;
    }
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    answer(exchange, status, "health");
  }

  private synchronized String metrics() {
    StringBuilder text = new StringBuilder();
    text.append("# TYPE shop_requests_total counter\n");
    text.append("shop_requests_total{code=\"200\"} ").append(good).append('\n');
    text.append("shop_requests_total{code=\"500\"} ").append(bad).append('\n');
    text.append("# TYPE shop_request_seconds histogram\n");
    for (int i = 0; i < BUCKETS.length; i++) {
      text.append("shop_request_seconds_bucket{le=\"%s\"} %d%n".formatted(BUCKETS[i], inBucket[i]));
    }
    text.append("shop_request_seconds_bucket{le=\"+Inf\"} ").append(good + bad).append('\n');
    text.append(String.format(Locale.ROOT, "shop_request_seconds_sum %.3f%n", seconds));
    text.append("shop_request_seconds_count ").append(good + bad).append('\n');
    return text.toString();
  }

  private void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    traffic.shutdownNow();
    server.stop(0);
    answering.shutdownNow();
  }
}
