package dev.ripcord.cli;

import dev.ripcord.run.RunEvent;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.InetSocketAddress;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command that goes on for long tells what happens: lines, and a page of metrics. */
final class Telling {
  @Option(names = "--log", paramLabel = "STYLE", description = "plain or json: lines of progress.")
  private Optional<LogStyle> log = Optional.empty();

  @Option(
      names = "--metrics",
      paramLabel = "[HOST:]PORT",
      converter = ListenConverter.class,
      description = "Serve metrics for Prometheus there; to this machine only without a host.")
  private Optional<InetSocketAddress> metrics = Optional.empty();

  enum LogStyle {
    JSON,
    PLAIN
  }

  /** Whom events are told, until it is closed. */
  record Told(RunEvent.Listener listener, Optional<MetricsServer> server) implements AutoCloseable {
    @Override
    public void close() {
      server.ifPresent(MetricsServer::close);
    }
  }

  Told to(Terminal terminal) {
    RunLines lines = new RunLines(terminal, log.filter(LogStyle.JSON::equals).isPresent());
    if (metrics.isEmpty()) {
      return new Told(lines, Optional.empty());
    }
    PrometheusRegistry registry = new PrometheusRegistry();
    RunMetrics measured = new RunMetrics(registry, lines);
    return new Told(measured, Optional.of(MetricsServer.start(metrics.get(), registry)));
  }
}
