package dev.ripcord.chaos;

import dev.ripcord.migration.Phase;
import dev.ripcord.run.Back;
import dev.ripcord.run.LiveFixture;
import dev.ripcord.run.LiveServers;
import dev.ripcord.run.RunEvent;
import dev.ripcord.run.RunResult;
import dev.ripcord.schema.SchemaFingerprint;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A run of the same migration that nothing happens to.
 *
 * @param phases that have steps
 * @param after the schema at the end of each phase
 * @param forward what the engine says to the server in each phase
 * @param back likewise, from the end of the phase to the start
 */
record Reference(
    List<Phase> phases,
    Map<Phase, SchemaFingerprint> after,
    Map<Phase, Relay.Count> forward,
    Map<Phase, Relay.Count> back) {
  static Reference of(LiveServers servers, String example, int rows) {
    List<Phase> phases;
    Map<Phase, SchemaFingerprint> after = new EnumMap<>(Phase.class);
    Map<Phase, Relay.Count> forward = new EnumMap<>(Phase.class);
    Map<Phase, Relay.Count> back = new EnumMap<>(Phase.class);
    try (LiveFixture fixture = servers.open(example, rows, 0);
        Relay relay = new Relay(fixture.url())) {
      phases =
          Stream.of(Phase.values())
              .filter(phase -> !fixture.plan().phase(phase).steps().isEmpty())
              .toList();
      for (Phase phase : Phase.values()) {
        Relay.Count before = relay.count();
        RunResult result = fixture.forward(relay.url(), phase, event -> {});
        if (!(result instanceof RunResult.Reached) && !(result instanceof RunResult.Completed)) {
          throw new AssertionError(example + ": " + result);
        }
        forward.put(phase, relay.count().minus(before));
        after.put(phase, fixture.schema());
      }
      Map<Phase, Relay.Count> reached = new EnumMap<>(Phase.class);
      RunResult result =
          fixture.back(
              relay.url(),
              new Back.Start(),
              event -> {
                if (event instanceof RunEvent.StepDone done && !done.forward()) {
                  reached.put(phaseOf(done.unit()), relay.count());
                }
              });
      if (!(result instanceof RunResult.RolledBack)) {
        throw new AssertionError(example + ": " + result);
      }
      Relay.Count end = relay.count();
      Relay.Count from = end.minus(back(end, forward));
      for (Phase phase : List.of(Phase.values()).reversed()) {
        back.put(phase, end.minus(from));
        from = reached.getOrDefault(phase, from);
      }
    }
    return new Reference(phases, after, forward, back);
  }

  /** What was said on the way back alone. */
  private static Relay.Count back(Relay.Count end, Map<Phase, Relay.Count> forward) {
    Relay.Count left = end;
    for (Relay.Count each : forward.values()) {
      left = left.minus(each);
    }
    return left;
  }

  private static Phase phaseOf(String unit) {
    for (Phase phase : Phase.values()) {
      if (unit.startsWith(phase.word())) {
        return phase;
      }
    }
    throw new IllegalArgumentException(unit);
  }

  /** The how many-th request or commit it is in a stretch of this length. */
  static long moment(Trouble trouble, Relay.Count stretch) {
    long all = trouble.kind().atCommit() ? stretch.commits() : stretch.requests();
    return 1 + (long) (trouble.when() * all);
  }
}
