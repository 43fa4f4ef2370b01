package dev.ripcord.plan;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.ripcord.migration.Phase;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Collects what makes a step; what is not said is harmless: low risk, exact, no locks. */
final class StepBuilder {
  private final String title;
  private final String origin;
  private final Action forward;
  private final List<Action> back = new ArrayList<>();
  private final List<TableLock> locks = new ArrayList<>();
  private final List<TableLock> backLocks = new ArrayList<>();
  private final List<Criterion> success = new ArrayList<>();
  private final List<Criterion> backSuccess = new ArrayList<>();
  private final List<Look> looks = new ArrayList<>();
  private final List<Restored> restored = new ArrayList<>();
  private Risk risk = Risk.LOW;
  private Reversibility reversibility = Reversibility.EXACT;

  private StepBuilder(String title, String origin, Action forward) {
    this.title = title;
    this.origin = origin;
    this.forward = forward;
  }

  static StepBuilder step(String title, String origin, Action forward) {
    return new StepBuilder(title, origin, forward);
  }

  static StepBuilder transaction(String title, String origin, List<String> statements) {
    return step(title, origin, new Action.Transaction(title, statements));
  }

  static StepBuilder transaction(String title, String origin, String... statements) {
    return transaction(title, origin, List.of(statements));
  }

  @CanIgnoreReturnValue
  StepBuilder back(Action... actions) {
    back.addAll(List.of(actions));
    return this;
  }

  @CanIgnoreReturnValue
  StepBuilder backTransaction(String title, String... statements) {
    back.add(new Action.Transaction(title, List.of(statements)));
    return this;
  }

  @CanIgnoreReturnValue
  StepBuilder backTransaction(String title, List<String> statements) {
    back.add(new Action.Transaction(title, statements));
    return this;
  }

  @CanIgnoreReturnValue
  StepBuilder locks(LockMode mode, QualifiedName... tables) {
    Stream.of(tables).forEach(table -> locks.add(new TableLock(table, mode)));
    return this;
  }

  @CanIgnoreReturnValue
  StepBuilder backLocks(LockMode mode, QualifiedName... tables) {
    Stream.of(tables).forEach(table -> backLocks.add(new TableLock(table, mode)));
    return this;
  }

  @CanIgnoreReturnValue
  StepBuilder success(Criterion... criteria) {
    success.addAll(List.of(criteria));
    return this;
  }

  @CanIgnoreReturnValue
  StepBuilder backSuccess(Criterion... criteria) {
    backSuccess.addAll(List.of(criteria));
    return this;
  }

  /** The number of the unit of the way back that comes next, from 1. */
  int nextUnit() {
    return back.size() + 1;
  }

  @CanIgnoreReturnValue
  StepBuilder looks(Look... those) {
    looks.addAll(List.of(those));
    return this;
  }

  @CanIgnoreReturnValue
  StepBuilder restored(Restored... those) {
    restored.addAll(List.of(those));
    return this;
  }

  @CanIgnoreReturnValue
  StepBuilder risk(Risk value) {
    risk = value;
    return this;
  }

  @CanIgnoreReturnValue
  StepBuilder reversibility(Reversibility value) {
    reversibility = value;
    return this;
  }

  Step build(String id, Phase phase) {
    return new Step(
        id,
        phase,
        title,
        origin,
        forward,
        back,
        locks,
        backLocks,
        List.of(),
        risk,
        reversibility,
        success,
        backSuccess,
        looks,
        restored);
  }
}
