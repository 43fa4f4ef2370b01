package dev.ripcord.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** Serves metrics under {@code /metrics}, in the format that the scraper asks for. */
final class MetricsServer implements AutoCloseable {
  private final HttpServer server;

  private MetricsServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Begins to serve.
   *
   * @throws RipcordException if the address cannot be listened at
   */
  static MetricsServer start(InetSocketAddress address, PrometheusRegistry registry) {
    try {
      HttpServer server = HttpServer.create(address, 0);
      ExpositionFormats formats = ExpositionFormats.init();
      server.createContext("/metrics", exchange -> answer(exchange, formats, registry));
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return new MetricsServer(server);
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "metrics cannot be served at " + address + ": " + e.getMessage(),
          e);
    }
  }

  private static void answer(
      HttpExchange exchange, ExpositionFormats formats, PrometheusRegistry registry)
      throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!exchange.getRequestURI().getPath().equals("/metrics")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      ExpositionFormatWriter writer =
          formats.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
      ByteArrayOutputStream page = new ByteArrayOutputStream();
      writer.write(page, registry.scrape());
      exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
      if (method.equals("HEAD")) {
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      exchange.sendResponseHeaders(200, page.size());
      page.writeTo(exchange.getResponseBody());
    }
  }

  /** Where it listens; the port is a real one also where 0 was asked for. */
  InetSocketAddress address() {
    return server.getAddress();
  }

  /**
   * {@code 9464}, {@code :9464}, {@code 127.0.0.1:9464}, {@code [::1]:9464}. Without a host, only
   * this machine is served.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon <= 0 ? "" : text.substring(0, colon).replaceAll("^\\[|]$", "");
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("no port " + port);
    }
    return host.isEmpty()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
        : new InetSocketAddress(host, port);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
