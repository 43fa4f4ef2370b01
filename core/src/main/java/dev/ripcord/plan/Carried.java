package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The indexes, unique constraints and checks of an old column, built again for the column that
 * takes its place, and swapped by name at {@code contract}.
 */
final class Carried {
  private static final Pattern DEFERRABLE =
      Pattern.compile("( NOT DEFERRABLE| DEFERRABLE)?( INITIALLY (DEFERRED|IMMEDIATE))?$");

  private final QualifiedName table;
  private final Identifier old;
  private final Identifier until;
  private final List<Index> indexes;
  private final List<Snapshot.Constraint> checks;

  private record Index(Snapshot.Index index, Optional<Snapshot.Constraint> constraint) {}

  private Carried(
      QualifiedName table,
      Identifier old,
      Identifier until,
      List<Index> indexes,
      List<Snapshot.Constraint> checks) {
    this.table = table;
    this.old = old;
    this.until = until;
    this.indexes = indexes;
    this.checks = checks;
  }

  /** Of a one-to-one replacement; refusing all others' dependents is the planner's business. */
  static Carried of(Replacement replacement) {
    Snapshot.Column column = replacement.old().getFirst();
    if (replacement.old().size() > 1 || replacement.fresh().size() > 1) {
      return new Carried(replacement.name(), column.name(), column.name(), List.of(), List.of());
    }
    return of(replacement.table(), column.name(), replacement.fresh().getFirst().until());
  }

  /** Of a column that goes without a successor; only {@link #rebuild} makes sense then. */
  static Carried of(Snapshot.Table table, Identifier column) {
    return of(table, column, column);
  }

  private static Carried of(Snapshot.Table table, Identifier old, Identifier until) {
    List<Index> indexes =
        table.indexes().stream()
            .filter(index -> index.columns().contains(old))
            .filter(index -> !primary(table, index))
            .map(
                index ->
                    new Index(
                        index,
                        table.constraints().stream()
                            .filter(each -> index.constraint() && !each.incoming())
                            .filter(each -> each.name().equals(index.name().name()))
                            .findFirst()))
            .toList();
    List<Snapshot.Constraint> checks =
        table.constraints().stream()
            .filter(each -> each.kind() == 'c' && each.columns().contains(old))
            .toList();
    return new Carried(table.name(), old, until, indexes, checks);
  }

  /** That is for {@link CarriedPrimaryKey}. */
  private static boolean primary(Snapshot.Table table, Snapshot.Index index) {
    return index.constraint()
        && table.constraints().stream()
            .anyMatch(each -> each.kind() == 'p' && each.name().equals(index.name().name()));
  }

  /** Steps of {@code migrate}: everything is built and valid before the swap. */
  List<StepBuilder> buildSteps(String origin) {
    List<StepBuilder> steps = new ArrayList<>();
    for (Index each : indexes) {
      QualifiedName name = pendingName(each);
      Action.ConcurrentIndex build = create(each, name, until);
      steps.add(
          step(build.title(), origin, build)
              .back(drop(name))
              .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
              .backLocks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
              .success(Criteria.indexValid(name))
              .backSuccess(Criteria.indexGone(name)));
      each.constraint()
          .ifPresent(
              constraint ->
                  steps.add(
                      transaction(
                              "Make " + name.name() + " a constraint of " + table,
                              origin,
                              useIndex(constraint, name.name()))
                          .backTransaction(
                              "Drop the constraint " + name.name(),
                              "ALTER TABLE " + table + " DROP CONSTRAINT " + name.name())
                          .locks(LockMode.ACCESS_EXCLUSIVE, table)
                          .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
                          .success(Criteria.constraintExists(table, name.name(), true))
                          .backSuccess(Criteria.constraintGone(table, name.name()))));
    }
    for (Snapshot.Constraint check : checks) {
      Identifier name = Names.pending(check.name());
      steps.add(
          transaction(
                  "Check new values of " + until + " as " + check.name() + " does",
                  origin,
                  addCheck(check, name, until))
              .backTransaction(
                  "Drop the check " + name, "ALTER TABLE " + table + " DROP CONSTRAINT " + name)
              .locks(LockMode.ACCESS_EXCLUSIVE, table)
              .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
              .success(Criteria.constraintExists(table, name, false))
              .backSuccess(Criteria.constraintGone(table, name)));
      if (check.holds()) {
        steps.add(
            transaction("Validate the check " + name, origin, validate(name))
                .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
                .success(Criteria.constraintExists(table, name, true)));
      }
    }
    return steps;
  }

  /** The renames of the swap, forward and back. */
  void swap(List<String> forward, List<String> back) {
    for (Index each : indexes) {
      Identifier name = each.index().name().name();
      forward.add(rename(each, name, Names.retired(name)));
      forward.add(rename(each, Names.pending(name), name));
      back.add(rename(each, name, Names.pending(name)));
      back.add(rename(each, Names.retired(name), name));
    }
    for (Snapshot.Constraint check : checks) {
      Identifier name = check.name();
      forward.add(renameConstraint(name, Names.retired(name)));
      forward.add(renameConstraint(Names.pending(name), name));
      back.add(renameConstraint(name, Names.pending(name)));
      back.add(renameConstraint(Names.retired(name), name));
    }
  }

  /** The statements that give the new ones the comments of the old. */
  List<String> comments(Snapshot snapshot) {
    List<String> statements = new ArrayList<>();
    for (Index each : indexes) {
      if (each.constraint().isPresent()) {
        statements.addAll(Comments.ofConstraint(snapshot, table, each.index().name().name()));
      } else {
        statements.addAll(Comments.ofIndex(snapshot, each.index().name()));
      }
    }
    checks.forEach(each -> statements.addAll(Comments.ofConstraint(snapshot, table, each.name())));
    return statements;
  }

  /**
   * Units that build on the retired column, which has come back, what went with it.
   *
   * @param renamed whether the swap had renamed them
   */
  List<Action> rebuild(boolean renamed) {
    Identifier column = Names.retired(old);
    List<Action> units = new ArrayList<>();
    for (Index each : indexes) {
      QualifiedName own = each.index().name();
      QualifiedName name =
          renamed ? new QualifiedName(own.schema(), Names.retired(own.name())) : own;
      units.add(create(each, name, column));
      each.constraint()
          .ifPresent(
              constraint ->
                  units.add(
                      new Action.Transaction(
                          "Make " + name.name() + " a constraint of " + table + " again",
                          List.of(useIndex(constraint, name.name())))));
    }
    for (Snapshot.Constraint check : checks) {
      Identifier name = renamed ? Names.retired(check.name()) : check.name();
      units.add(
          new Action.Transaction(
              "Add the check " + name + " again", List.of(addCheck(check, name, column))));
      if (check.holds()) {
        units.add(new Action.Transaction("Validate the check " + name, List.of(validate(name))));
      }
    }
    return units;
  }

  private QualifiedName pendingName(Index each) {
    QualifiedName name = each.index().name();
    return new QualifiedName(name.schema(), Names.pending(name.name()));
  }

  private Action.ConcurrentIndex create(Index each, QualifiedName name, Identifier column) {
    return create(table, each.index(), name, old, column);
  }

  /** The same index over another column. */
  static Action.ConcurrentIndex create(
      QualifiedName table,
      Snapshot.Index index,
      QualifiedName name,
      Identifier old,
      Identifier column) {
    String definition = index.definition();
    String rest = definition.substring(definition.indexOf(" USING "));
    return new Action.ConcurrentIndex(
        "Build index " + name.name() + " on " + table,
        name,
        true,
        "CREATE "
            + (index.unique() ? "UNIQUE " : "")
            + "INDEX CONCURRENTLY "
            + name.name()
            + " ON "
            + table
            + Expressions.rename(rest, table, Map.of(old, column)));
  }

  static Action.ConcurrentIndex drop(QualifiedName name) {
    return new Action.ConcurrentIndex(
        "Drop index " + name.name(), name, false, "DROP INDEX CONCURRENTLY IF EXISTS " + name);
  }

  private String useIndex(Snapshot.Constraint constraint, Identifier index) {
    return "ALTER TABLE "
        + table
        + " ADD CONSTRAINT "
        + index
        + " UNIQUE USING INDEX "
        + index
        + deferrable(constraint);
  }

  /** With a space before it, or nothing. */
  static String deferrable(Snapshot.Constraint constraint) {
    Matcher found = DEFERRABLE.matcher(constraint.definition());
    return found.find() ? found.group() : "";
  }

  private String addCheck(Snapshot.Constraint check, Identifier name, Identifier column) {
    String definition = check.definition().replaceFirst(" NOT VALID$", "");
    return "ALTER TABLE "
        + table
        + " ADD CONSTRAINT "
        + name
        + " "
        + Expressions.rename(definition, table, Map.of(old, column))
        + (definition.endsWith(" NOT ENFORCED") ? "" : " NOT VALID");
  }

  private String validate(Identifier name) {
    return "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + name;
  }

  private String rename(Index each, Identifier from, Identifier to) {
    if (each.constraint().isPresent()) {
      return renameConstraint(from, to);
    }
    return "ALTER INDEX "
        + new QualifiedName(each.index().name().schema(), from)
        + " RENAME TO "
        + to;
  }

  private String renameConstraint(Identifier from, Identifier to) {
    return "ALTER TABLE " + table + " RENAME CONSTRAINT " + from + " TO " + to;
  }
}
