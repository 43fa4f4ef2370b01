package dev.ripcord.benchmarks;

import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.ScratchOptions;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs all benchmarks, or those named, prints the table, and writes it to {@code
 * docs/benchmarks.md} when all ran. Ends with status 1 if a promise is not kept.
 */
public final class Benchmarks {
  private static final Path PAGE = Path.of("docs/benchmarks.md");
  private static final String HEAD = "| measured | value | promised | kept |\n|---|---|---|---|";

  private Benchmarks() {}

  /**
   * @param arguments names of benchmarks; all if none
   */
  public static void main(String[] arguments) throws Exception {
    List<String> wanted = List.of(arguments);
    List<Result> results = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    String version;
    try (ScratchDatabases databases = ScratchDatabases.embedded(ScratchOptions.defaults())) {
      version = databases.version();
      List<Benchmark> all =
          List.of(
              new DataFingerprints(databases),
              new Backfills(databases),
              new ClientLatency(databases),
              new SyncTriggers(databases),
              new SchemaFingerprints(),
              new RollbackTimes(),
              new RecoveryTimes(),
              new Triggers(),
              new StartUp(),
              new ExampleRehearsal());
      List<String> names = all.stream().map(Benchmark::name).toList();
      if (!names.containsAll(wanted)) {
        throw new IllegalArgumentException("expected some of " + names);
      }
      System.out.println(HEAD);
      for (Benchmark benchmark : all) {
        if (wanted.isEmpty() || wanted.contains(benchmark.name())) {
          for (Result result : benchmark.measure()) {
            System.out.println(result.row());
            results.add(result);
          }
          benchmark.note().ifPresent(notes::add);
        }
      }
    }
    if (wanted.isEmpty()) {
      Path unused = Files.writeString(PAGE, page(results, notes, version, load));
    }
    System.exit(results.stream().allMatch(Result::kept) ? 0 : 1);
  }

  private static String page(
      List<Result> results, List<String> notes, String version, double load) {
    StringBuilder text = new StringBuilder();
    text.append("# Benchmarks\n\nWhat ripcord costs, each figure a ratio of medians of the same")
        .append(" run (or seconds, where a person waits).\nMeasure again with:\n\n")
        .append("```sh\nbenchmarks/run\n```\n\n")
        .append(
            String.format(
                Locale.ROOT,
                "Measured on %s with PostgreSQL %s, %d processors, Java %s; load average before it: %.1f"
                    + " (others' work shows in all figures).%n%n",
                LocalDate.now(ZoneOffset.UTC),
                version,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().feature(),
                load))
        .append(HEAD)
        .append('\n');
    results.forEach(result -> text.append(result.row()).append('\n'));
    notes.forEach(note -> text.append('\n').append(note));
    return text.toString();
  }
}
