package dev.ripcord.chaos;

import dev.ripcord.migration.Phase;
import dev.ripcord.run.Back;
import dev.ripcord.run.LiveFixture;
import dev.ripcord.run.LiveServers;
import dev.ripcord.run.RunResult;
import dev.ripcord.schema.ObjectDifference;
import dev.ripcord.schema.SchemaDifference;
import dev.ripcord.schema.SchemaFingerprint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Plays seeds on one pair of servers: trouble, then whatever it takes to an end, then the look. */
final class Chaos implements AutoCloseable {
  /** More than troubles need; who does not get there with these does not get there. */
  private static final int MOST_COMMANDS = 8;

  private final LiveServers servers;
  private final int rows;
  private final Map<String, Reference> references = new HashMap<>();

  Chaos(int major, int rows) {
    this.servers = LiveServers.start(major);
    this.rows = rows;
  }

  String serverVersion() {
    return servers.live().version();
  }

  Draw draw(long seed) {
    return Draw.of(seed, example -> reference(example).phases());
  }

  private Reference reference(String example) {
    return references.computeIfAbsent(example, each -> Reference.of(servers, each, rows));
  }

  /** Does what the draw says; the outcome tells what differs, with all that was printed. */
  Outcome judge(Draw draw) {
    Reference reference = reference(draw.example());
    try (LiveFixture fixture = servers.open(draw.example(), rows, draw.seed());
        Relay relay = new Relay(fixture.url())) {
      return new Play(draw, reference, fixture, relay).outcome();
    }
  }

  @Override
  public void close() {
    servers.close();
  }

  /** One seed under way. */
  private final class Play {
    private final Draw draw;
    private final Reference reference;
    private final LiveFixture fixture;
    private final Relay relay;
    private final Command command;
    private final List<Command.Ended> ended = new ArrayList<>();
    private boolean wasThere;
    private int met;

    Play(Draw draw, Reference reference, LiveFixture fixture, Relay relay) {
      this.draw = draw;
      this.reference = reference;
      this.fixture = fixture;
      this.relay = relay;
      this.command = new Command(relay.url(), fixture.exports());
    }

    Outcome outcome() {
      Optional<String> early = toTheBeginning();
      if (early.isPresent()) {
        return failed("before any trouble: " + early.get());
      }
      boolean forward = draw.forward();
      while (!finish(forward)) {
        Optional<String> wrong = wrong(ended.getLast());
        if (wrong.isPresent() || ended.size() >= MOST_COMMANDS) {
          return failed(wrong.orElse("does not come to an end"));
        }
        forward = forward && !draw.takenBack();
      }
      if (forward && draw.takenBack()) {
        // the trouble came too late, or was survived
        while (!finish(false)) {
          Optional<String> wrong = wrong(ended.getLast());
          if (wrong.isPresent() || ended.size() >= MOST_COMMANDS) {
            return failed(wrong.orElse("does not come to an end"));
          }
        }
        forward = false;
      }
      return forward ? after() : before();
    }

    private Outcome failed(String what) {
      StringBuilder text = new StringBuilder(what);
      for (Command.Ended each : ended) {
        text.append("\n--- ").append(each.command()).append(": ").append(each.status());
        text.append("\n").append(each.output());
      }
      text.append("\n--- journal");
      fixture.journal().forEach(entry -> text.append("\n").append(entry));
      return new Outcome.Failed(ended.size(), met, text.toString());
    }

    private Optional<String> toTheBeginning() {
      Optional<Phase> start =
          Stream.of(Phase.values())
              .filter(phase -> phase.compareTo(draw.phase()) < (draw.forward() ? 0 : 1))
              .reduce((earlier, later) -> later);
      if (start.isPresent()) {
        RunResult result = fixture.forward(start.get());
        if (!(result instanceof RunResult.Reached) && !(result instanceof RunResult.Completed)) {
          return Optional.of(result.toString());
        }
        wasThere = true;
      }
      fixture.soak(150);
      if (draw.forward() && draw.phase() == Phase.CONTRACT) {
        fixture.onlyNew();
      }
      return Optional.empty();
    }

    /** One command, with the trouble that is its turn; whether it is where it shall be. */
    private boolean finish(boolean forward) {
      boolean there = fixture.present();
      Command.Running running =
          !forward
              ? back()
              : there
                  ? command.resume(draw.phase())
                  : command.run(fixture.plan().migration().file().toAbsolutePath(), draw.phase());
      int turn = ended.size();
      Optional<Trouble> trouble =
          turn < draw.troubles().size() ? Optional.of(draw.troubles().get(turn)) : Optional.empty();
      trouble.ifPresent(each -> set(each, forward, running));
      ended.add(running.await());
      if (trouble.isPresent() && relay.disarm()) {
        met++;
      }
      boolean present = fixture.present();
      wasThere |= present;
      int status = ended.getLast().status();
      return forward ? status == 0 : status == 0 || (status == 1 && !present);
    }

    private Command.Running back() {
      // a rollback that has begun goes on with either
      boolean resumes = fixture.goingBack() && (draw.seed() + ended.size()) % 2 == 0;
      return resumes ? command.resume(Phase.CLEANUP) : command.rollback();
    }

    private void set(Trouble trouble, boolean forward, Command.Running running) {
      Relay.Count stretch =
          forward ? reference.forward().get(draw.phase()) : reference.back().get(draw.phase());
      long moment = Reference.moment(trouble, stretch);
      relay.set(
          new Relay.Trap(
              trouble,
              moment,
              () -> {
                switch (trouble.kind()) {
                  case KILL -> running.kill();
                  case RESTART -> servers.live().restartImmediately();
                  case NETWORK -> relay.cutAll();
                  case CUT_BEFORE_COMMIT, CUT_AFTER_COMMIT -> {}
                }
              }));
    }

    /** What no trouble excuses. */
    private Optional<String> wrong(Command.Ended last) {
      if (last.output().contains("internal error") || last.output().contains("\tat ")) {
        return Optional.of("an internal error");
      }
      boolean resumable = last.status() == 3 || last.status() == 4 || last.status() == 137;
      boolean noRun = last.status() == 1 && last.output().contains("there is no run");
      return resumable || noRun
          ? Optional.empty()
          : Optional.of("ends with status " + last.status());
    }

    private Outcome after() {
      List<String> found = new ArrayList<>(differences(reference.after().get(draw.phase())));
      RunResult back = fixture.back(new Back.Start());
      if (!(back instanceof RunResult.RolledBack)) {
        found.add(back.toString());
      }
      found.addAll(fixture.notAsBefore(wasThere));
      return found.isEmpty()
          ? new Outcome.After(ended.size(), met)
          : failed("not exactly after: " + found);
    }

    private Outcome before() {
      List<String> found = fixture.notAsBefore(wasThere);
      return found.isEmpty()
          ? new Outcome.Before(ended.size(), met)
          : failed("not exactly before: " + found);
    }

    private List<String> differences(SchemaFingerprint expected) {
      return SchemaDifference.between(expected, fixture.schema()).stream()
          .filter(difference -> !difference.isColumnOrderOnly())
          .map(ObjectDifference::toString)
          .toList();
    }
  }
}
