package dev.ripcord.rehearse;

import dev.ripcord.plan.Action;
import dev.ripcord.plan.Criterion;
import dev.ripcord.plan.Step;
import dev.ripcord.plan.TableLock;
import dev.ripcord.rehearse.Proof.StepMeasurement;
import dev.ripcord.sql.QualifiedName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * How long things take where there are more rows, never guessed. A step that reads whole tables (a
 * walk, an index build, the validation of a constraint, a query over the table, a rewrite) takes a
 * time in proportion to their rows: where the database has more rows than the rehearsal had, the
 * measured time is multiplied by the largest such ratio. All other steps change the catalogue only,
 * and their time is what was measured.
 */
public final class Scaling {
  private final Map<String, Long> rehearsed;
  private final ToLongFunction<QualifiedName> live;

  /**
   * @param rehearsed rows per table at the start of the rehearsal, by qualified name
   * @param live rows of a table now; less than 0 when that is not known
   */
  public Scaling(Map<String, Long> rehearsed, ToLongFunction<QualifiedName> live) {
    this.rehearsed = Map.copyOf(rehearsed);
    this.live = live;
  }

  /**
   * A time to expect.
   *
   * @param projected whether it is more than was measured
   * @param on the table whose rows decide
   * @param uncounted whether it reads rows that were not counted
   */
  public record Scaled(
      Duration duration, boolean projected, Optional<Rows> on, boolean uncounted) {}

  /**
   * @param rehearsed as many there were in the rehearsal
   * @param live as many there are; less than 0 when that is not known
   */
  public record Rows(QualifiedName table, long rehearsed, long live) {}

  /** Of the way forward. */
  public Scaled forward(Step step, StepMeasurement measured) {
    return scaled(measured.forward(), List.of(step.forward()), step.locks(), measured);
  }

  /** Of the whole way back. */
  public Scaled back(Step step, StepMeasurement measured) {
    return scaled(measured.back(), step.back(), step.backLocks(), measured);
  }

  private Scaled scaled(
      Duration measured, List<Action> actions, List<TableLock> locks, StepMeasurement found) {
    Set<QualifiedName> tables = scanned(actions, locks, found);
    boolean uncounted =
        tables.isEmpty() && actions.stream().anyMatch(action -> readsRows(action, locks));
    Scaled best = new Scaled(measured, false, Optional.empty(), uncounted);
    long most = -1;
    for (QualifiedName table : tables) {
      Rows rows = new Rows(table, rehearsed(table).orElse(-1L), live.applyAsLong(table));
      if (rows.rehearsed() > 0 && rows.live() > rows.rehearsed()) {
        Scaled projected = new Scaled(times(measured, rows), true, Optional.of(rows), false);
        if (!best.projected() || projected.duration().compareTo(best.duration()) > 0) {
          best = projected;
        }
      } else if (!best.projected() && rows.rehearsed() > most) {
        most = rows.rehearsed();
        best = new Scaled(measured, false, Optional.of(rows), false);
      }
    }
    return best;
  }

  private static Duration times(Duration measured, Rows rows) {
    BigDecimal nanoseconds =
        BigDecimal.valueOf(measured.toNanos())
            .multiply(BigDecimal.valueOf(rows.live()))
            .divide(BigDecimal.valueOf(rows.rehearsed()), 0, RoundingMode.CEILING)
            .min(BigDecimal.valueOf(Long.MAX_VALUE));
    return Duration.ofNanos(nanoseconds.longValueExact());
  }

  private Optional<Long> rehearsed(QualifiedName table) {
    return Optional.ofNullable(rehearsed.get(table.quoted()));
  }

  /** The tables whose rows the actions read, as far as their rows were counted in the rehearsal. */
  private Set<QualifiedName> scanned(
      List<Action> actions, List<TableLock> locks, StepMeasurement measured) {
    Set<QualifiedName> tables = new LinkedHashSet<>();
    boolean elsewhere = false;
    for (Action action : actions) {
      if (action instanceof Action.Walk walk && rehearsed(walk.table()).isPresent()) {
        tables.add(walk.table());
      } else {
        elsewhere |= readsRows(action, locks);
      }
    }
    if (elsewhere) {
      locks.stream().map(TableLock::table).forEach(tables::add);
    }
    locks.stream()
        .map(TableLock::table)
        .filter(table -> measured.rewritten().contains(table.quoted()))
        .forEach(tables::add);
    tables.removeIf(table -> rehearsed(table).isEmpty());
    return tables;
  }

  private static boolean readsRows(Action action, List<TableLock> locks) {
    return switch (action) {
      case Action.Walk walk -> true;
      case Action.ConcurrentIndex index -> index.creates();
      case Action.Transaction transaction ->
          transaction.statements().stream()
              .anyMatch(statement -> statement.contains("VALIDATE CONSTRAINT"));
      case Action.Verify verify ->
          verify.criteria().stream().map(Criterion::query).anyMatch(query -> names(query, locks));
      case Action.Manual manual -> false;
    };
  }

  private static boolean names(String query, List<TableLock> locks) {
    return locks.stream().anyMatch(lock -> query.contains("FROM " + lock.table().quoted()));
  }
}
