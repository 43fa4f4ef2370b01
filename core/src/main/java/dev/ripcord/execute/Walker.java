package dev.ripcord.execute;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.migration.Pace;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.LockMode;
import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Walks a table by physical ranges, a commit per batch, alone or with workers beside it. How far it
 * got is committed with each batch, so a walk that was killed goes on where it was, with however
 * many workers.
 */
final class Walker {
  /** A look finds rows that clients moved during a pass; there is no end to new clients. */
  private static final int MOST_PASSES = 10;

  /** As many are made in any case where clients may go on making such rows. */
  private static final int SURE_PASSES = 4;

  private static final long TOLD_EVERY_MILLIS = 1_000;
  private static final long NOTED_EVERY = TimeUnit.SECONDS.toNanos(10);

  private final Pace pace;
  private final Connection connection;
  private final Observer observer;
  private final LockPatience patience;
  private final Journal journal;
  private final Traffic traffic;

  private String remarked = "";
  private Held.Kind noted = Held.Kind.NOT;
  private long notedAt = System.nanoTime() - NOTED_EVERY;

  Walker(
      Pace pace,
      Connection connection,
      Observer observer,
      LockPatience patience,
      Journal journal,
      Traffic traffic) {
    this.pace = pace;
    this.connection = connection;
    this.observer = observer;
    this.patience = patience;
    this.journal = journal;
    this.traffic = traffic;
  }

  /**
   * @param changed rows, over all passes
   * @param locks strongest seen per table
   */
  record Walked(long changed, Map<String, LockMode> locks, Optional<RunOutcome> failure) {}

  Walked walk(Observer.Unit unit, Action.Walk walk) {
    Map<String, LockMode> locks = new TreeMap<>();
    List<Ground> surveyed = new ArrayList<>();
    Optional<RunOutcome> unseen =
        read(unit, inside -> surveyed.add(Ground.of(inside, pace, unit, walk)));
    if (unseen.isPresent()) {
      return new Walked(0, locks, unseen);
    }
    Ground ground = surveyed.getLast();
    Workers workers = ground.workers();
    remark(unit, workers.why());
    Pace paced = pace.withWorkers(workers.number());
    try (Throttle throttle = Throttle.of(traffic, paced, connection, walk.table())) {
      Pass pass = begin(unit.id(), ground.pass(), ground.stretches(), workers);
      long before = Long.MAX_VALUE;
      while (true) {
        Batches batches = new Batches(patience, unit, walk, pass.number(), ground.rowsPerBlock());
        Optional<RunOutcome> failure = pass(batches, pass, throttle, workers, locks);
        List<Left> seen = new ArrayList<>();
        if (failure.isEmpty()) {
          failure = look(batches, pass, seen);
        }
        if (failure.isPresent()) {
          return new Walked(pass.changed(), locks, failure);
        }
        Left left = seen.getLast();
        boolean last =
            left.rows() == 0
                || pass.number() >= MOST_PASSES
                || (endless(unit, walk) && pass.number() >= SURE_PASSES && left.rows() >= before);
        if (last) {
          if (left.rows() > 0 && walk.left().isPresent()) {
            note(
                unit,
                "ends with %d %s left: clients go on making such rows"
                    .formatted(left.rows(), left.rows() == 1 ? "row" : "rows"));
          }
          return new Walked(pass.changed(), locks, Optional.empty());
        }
        before = left.rows();
        pass = begin(unit.id(), pass.number() + 1, left.stretches(), workers);
      }
    }
  }

  /**
   * Where a walk begins, or goes on.
   *
   * @param rowsPerBlock of a full block, as the server estimates
   */
  private record Ground(Workers workers, int pass, List<Stretch> stretches, double rowsPerBlock) {
    static Ground of(Session session, Pace pace, Observer.Unit unit, Action.Walk walk) {
      List<Places.Saved> saved = Places.load(session, unit.id());
      return new Ground(
          Workers.of(pace, unit, walk, session),
          saved.isEmpty() ? 1 : saved.getFirst().pass(),
          saved.isEmpty()
              ? List.of(new Stretch(0, 0, Places.blocks(session, walk), 0, 0))
              : saved.stream().map(Places.Saved::stretch).toList(),
          Places.rowsPerBlock(session, walk));
    }
  }

  private Optional<RunOutcome> look(Batches batches, Pass pass, List<Left> seen) {
    if (batches.walk().left().isPresent()) {
      observer.looking(batches.unit(), pass.number());
    }
    return read(batches.unit(), inside -> seen.add(Left.of(inside, batches.walk(), pass)));
  }

  /**
   * In a transaction, so that it waits for no lock for long: the length of a table, too, is told
   * behind a lock (ACCESS SHARE) that VACUUM FULL or somebody's ALTER TABLE keeps from us.
   */
  private Optional<RunOutcome> read(Observer.Unit unit, Session.Work work) {
    RunOutcome outcome =
        patience.insist(
            unit,
            session ->
                patience.transaction(work) == Session.Commit.COMMITTED
                    ? new RunOutcome.Completed()
                    : Outcomes.broken(
                        unit, "the connection broke while the table was looked at: resume"));
    return outcome instanceof RunOutcome.Completed ? Optional.empty() : Optional.of(outcome);
  }

  /**
   * Whether clients may go on making rows that match, and are allowed to. What a look finds after
   * some passes, each of which went where the look before had found some, is what they wrote
   * meanwhile; once that is not getting less, as much is left after any number of passes.
   */
  private static boolean endless(Observer.Unit unit, Action.Walk walk) {
    return unit.forward() && walk.criteria().isEmpty() && unit.step().success().isEmpty();
  }

  /**
   * Deals out what is to be walked. One stretch at the beginning of the first pass needs no note:
   * the first batch makes it.
   */
  private Pass begin(String unit, int number, List<Stretch> before, Workers workers) {
    List<Stretch> dealt = Stretch.deal(before, workers.number());
    if (number > 1 || dealt.size() > 1 || !dealt.equals(before)) {
      Session.Commit commit =
          patience.insistently(
              inside -> {
                Places.forget(inside, unit);
                dealt.forEach(each -> Places.save(inside, unit, number, each));
              });
      if (commit == Session.Commit.UNKNOWN) {
        // whichever it was, the next statement on the broken session ends this walk
        return new Pass(number, before);
      }
    }
    return new Pass(number, dealt);
  }

  private Optional<RunOutcome> pass(
      Batches batches, Pass pass, Throttle throttle, Workers workers, Map<String, LockMode> locks) {
    List<Worker> beside = new ArrayList<>();
    try {
      if (workers.number() > 1) {
        Fence fence = Fence.of(connection);
        for (int number = 1; number < workers.number(); number++) {
          Worker worker = new Worker(connection, batches, pass, throttle, pace, fence);
          beside.add(worker);
          worker.start();
        }
      }
      Batches.Size size = batches.size(pace);
      for (Optional<Stretch> taken = pass.take(); taken.isPresent(); taken = pass.take()) {
        Stretch stretch = taken.get();
        while (!stretch.through() && pass.failure().isEmpty()) {
          stretch = batch(batches, pass, throttle, new Own(stretch, size, locks));
        }
      }
      while (!pass.over(TOLD_EVERY_MILLIS)) {
        // our session may break while only workers work; then they must not go on
        String unused = connection.session().scalar("SELECT 1");
        tell(batches.unit(), pass, throttle.held());
      }
      return pass.failure();
    } finally {
      beside.forEach(Worker::close);
    }
  }

  /** What the engine's own thread walks. */
  private record Own(Stretch stretch, Batches.Size size, Map<String, LockMode> locks) {}

  private Stretch batch(Batches batches, Pass pass, Throttle throttle, Own own) {
    List<Stretch> after = new ArrayList<>();
    long[] start = {System.nanoTime()};
    RunOutcome outcome =
        patience.insist(
            batches.unit(),
            own.size(),
            session -> {
              after.clear();
              // what an attempt waited for in vain says nothing of what rows cost
              start[0] = System.nanoTime();
              Session.Commit commit =
                  session.transaction(
                      inside -> {
                        after.add(batches.take(inside, own.stretch(), own.size()));
                        if (own.locks().isEmpty()) {
                          HeldLocks.of(inside, null)
                              .forEach(
                                  (table, mode) ->
                                      own.locks().merge(table, mode, HeldLocks::stronger));
                        }
                      });
              return commit == Session.Commit.COMMITTED
                  ? new RunOutcome.Completed()
                  : batches.brokenAtCommit();
            });
    if (!(outcome instanceof RunOutcome.Completed)) {
      pass.fail(outcome);
      return own.stretch();
    }
    Stretch walked = after.getFirst();
    pass.put(walked);
    Duration took = Duration.ofNanos(System.nanoTime() - start[0]);
    Stretch from = own.stretch();
    own.size()
        .adapt(
            took,
            throttle.batchTime(),
            walked.next() - from.next(),
            walked.changed() - from.changed());
    tell(batches.unit(), pass, throttle.held());
    throttle.rest(took, held -> tell(batches.unit(), pass, held), () -> pass.failure().isPresent());
    return walked;
  }

  private void tell(Observer.Unit unit, Pass pass, Held held) {
    note(unit, held);
    pass.shortage()
        .ifPresent(
            why -> remark(unit, "goes on with fewer workers until a connection is free: " + why));
    observer.batch(unit, pass.batch(held));
  }

  /** The journal tells of stops and their ends; that clients come and go would only fill it. */
  private void note(Observer.Unit unit, Held held) {
    boolean turned = held.kind() != noted && (held.kind().stops() || noted.stops());
    if (!turned || System.nanoTime() - notedAt < NOTED_EVERY) {
      return;
    }
    noted = held.kind();
    notedAt = System.nanoTime();
    note(unit, held.kind().stops() ? "rests: " + held.why() : "goes on");
  }

  private void note(Observer.Unit unit, String words) {
    patience.aside(inside -> journal.append(inside, Entry.Kind.NOTE, unit.id(), words));
  }

  private void remark(Observer.Unit unit, String words) {
    if (!words.isEmpty() && !words.equals(remarked)) {
      remarked = words;
      note(unit, words);
    }
  }

  static void forget(Session session, String unit) {
    Places.forget(session, unit);
  }
}
