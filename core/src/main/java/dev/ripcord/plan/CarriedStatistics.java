package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.schema.Attached.ExtendedStatistics;
import dev.ripcord.sql.Expressions;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Extended statistics of a column that is replaced, made again for the new one. */
final class CarriedStatistics {
  private final QualifiedName table;
  private final Identifier old;
  private final Identifier until;
  private final List<ExtendedStatistics> statistics;

  private CarriedStatistics(
      QualifiedName table, Identifier old, Identifier until, List<ExtendedStatistics> statistics) {
    this.table = table;
    this.old = old;
    this.until = until;
    this.statistics = statistics;
  }

  static CarriedStatistics of(Replacement replacement) {
    Identifier old = replacement.old().getFirst().name();
    return new CarriedStatistics(
        replacement.name(),
        old,
        replacement.fresh().getFirst().until(),
        replacement.table().attached().statistics().stream()
            .filter(each -> each.columns().contains(old))
            .toList());
  }

  /** They are filled by the next ANALYZE, which autovacuum makes after the walk. */
  List<StepBuilder> migrate(String origin) {
    List<StepBuilder> steps = new ArrayList<>();
    for (ExtendedStatistics each : statistics) {
      QualifiedName name = named(each, Names.pending(each.name().name()));
      steps.add(
          transaction(
                  "Make statistics " + name.name() + " of " + table,
                  origin,
                  create(each, name, until))
              .backTransaction("Drop statistics " + name.name(), "DROP STATISTICS " + name)
              .locks(LockMode.SHARE_UPDATE_EXCLUSIVE, table)
              .backLocks(LockMode.SHARE_UPDATE_EXCLUSIVE, table));
    }
    return steps;
  }

  List<String> forward() {
    List<String> statements = new ArrayList<>();
    for (ExtendedStatistics each : statistics) {
      Identifier name = each.name().name();
      statements.add(rename(each, name, Names.retired(name)));
      statements.add(rename(each, Names.pending(name), name));
      statements.addAll(each.more());
    }
    return statements;
  }

  List<String> back() {
    List<String> statements = new ArrayList<>();
    for (ExtendedStatistics each : statistics) {
      Identifier name = each.name().name();
      statements.add(rename(each, name, Names.pending(name)));
      statements.add(rename(each, Names.retired(name), name));
    }
    return statements;
  }

  /** Units that bring them back to the retired column. */
  List<Action> rebuild() {
    List<Action> units = new ArrayList<>();
    for (ExtendedStatistics each : statistics) {
      Identifier own = each.name().name();
      QualifiedName name = named(each, Names.retired(own));
      List<String> statements = new ArrayList<>();
      statements.add(create(each, name, Names.retired(old)));
      // what more there is to say names it as it will be called
      each.more()
          .forEach(text -> statements.add(text.replace(each.name().quoted(), name.quoted())));
      units.add(new Action.Transaction("Make statistics " + name.name() + " again", statements));
    }
    return units;
  }

  private String create(ExtendedStatistics each, QualifiedName name, Identifier column) {
    String rest = each.definition().substring(("CREATE STATISTICS " + each.name()).length());
    int on = rest.indexOf(" ON ");
    int from = rest.lastIndexOf(" FROM " + table);
    return "CREATE STATISTICS "
        + name
        + rest.substring(0, on)
        + Expressions.rename(rest.substring(on, from), table, Map.of(old, column))
        + rest.substring(from);
  }

  private static QualifiedName named(ExtendedStatistics each, Identifier name) {
    return new QualifiedName(each.name().schema(), name);
  }

  private static String rename(ExtendedStatistics each, Identifier from, Identifier to) {
    return "ALTER STATISTICS " + named(each, from) + " RENAME TO " + to;
  }
}
