package dev.ripcord.migration;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Where the values of a metric come from. */
public sealed interface Measure {
  /** A query in PromQL whose answer is one number. */
  record Prometheus(Server server, String query) implements Measure {}

  /**
   * Where a Prometheus is asked.
   *
   * @param url up to and without {@code /api/v1}
   */
  record Server(Template url, Map<String, Template> headers) {
    public Server {
      headers = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(headers));
    }
  }

  /**
   * Requests that ripcord sends itself.
   *
   * @param over how far back they count
   */
  record Probe(Target target, Of of, Duration over, Statuses expect) implements Measure {}

  /**
   * What is requested. Probes of the same target are sent once for all metrics that they serve.
   *
   * @param every how often
   */
  record Target(Template url, Map<String, Template> headers, Duration every, Duration timeout) {
    public Target {
      headers = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(headers));
    }
  }

  /** What probes tell. */
  enum Of {
    /** Share of probes that were answered as expected. */
    AVAILABILITY,
    /** Share of probes that were not. */
    ERROR_RATE,
    /** Seconds within which 95 of 100 were answered. */
    P95;

    /** As files name it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A query of one row and one number. */
  record Sql(String query) implements Measure {}

  /** What ripcord knows how to ask by itself. */
  record Known(BuiltIn what) implements Measure {}
}
