package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.step;
import static dev.ripcord.plan.StepBuilder.transaction;
import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Phase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The end of retired columns in {@code cleanup}: archived by key, then dropped. The archive holds
 * only what could not be computed again, so rows written since the contract add nothing to it and
 * the walk ends. The way back puts archived values where the row is still as it was, and the
 * computed one elsewhere.
 */
final class RetiredColumns {
  private final Draft draft;
  private final Retired retired;
  private final QualifiedName table;
  private final KeyedStore archive;

  /**
   * @param fed the columns, each with the value of a row that is not in the archive
   * @param beside columns whose values tell whether a row was written since
   * @param checked columns with a NOT NULL helper check that is no longer needed
   * @param drops goes in the transaction that drops the columns, first
   * @param revives comes back in the transaction that adds the columns again, last
   * @param rebuild units that bring back the indexes and constraints that went with the columns
   * @param elsewhere where another table holds the values now
   * @param everyRow given the archive, has new rows archived too: what could be computed when a row
   *     was written cannot be computed later from columns that clients change
   */
  record Retired(
      Snapshot.Table table,
      int number,
      String origin,
      List<Fed> fed,
      List<Beside> beside,
      List<Identifier> checked,
      List<String> drops,
      List<String> revives,
      List<Action> rebuild,
      Optional<Elsewhere> elsewhere,
      Optional<Function<KeyedStore, ArchiveTrigger>> everyRow) {}

  /**
   * @param restore given the archive, the units that give the columns their values again
   */
  record Elsewhere(QualifiedName table, Function<KeyedStore, List<Action>> restore) {}

  /**
   * @param column as it was before the migration
   * @param otherwise its value over a row {@code t} that is not in the archive
   */
  record Fed(Snapshot.Column column, String otherwise) {
    Identifier name() {
      return Names.retired(column.name());
    }
  }

  /**
   * A column of the new shape.
   *
   * @param value over a row {@code t}
   */
  record Beside(Identifier name, String type, String value) {
    Beside(Identifier name, String type) {
      this(name, type, "t." + name);
    }
  }

  RetiredColumns(Draft draft, Retired retired) {
    this.draft = draft;
    this.retired = retired;
    this.table = retired.table().name();
    this.archive =
        new KeyedStore(
            Names.work(table, "archive", retired.number()),
            draft.atCleanup(retired.table()),
            retired.fed().stream().map(each -> draft.stored(each.column().type())).toList(),
            retired.beside().stream().map(each -> draft.stored(each.type())).toList());
  }

  void add() {
    draft.add(Phase.CLEANUP, room());
    draft.add(Phase.CLEANUP, fillArchive());
    for (Identifier column : retired.checked()) {
      draft.add(Phase.CLEANUP, dropHelper(column));
    }
    draft.add(Phase.CLEANUP, drop());
  }

  private StepBuilder room() {
    Optional<ArchiveTrigger> trigger = retired.everyRow().map(each -> each.apply(archive));
    List<String> forward = new ArrayList<>();
    forward.add(archive.create());
    forward.add(
        "COMMENT ON TABLE "
            + archive.name()
            + " IS "
            + Literal.of("Archived by ripcord: " + names() + " of " + table + ", by key"));
    List<String> back = new ArrayList<>();
    trigger.ifPresent(each -> forward.addAll(each.create()));
    trigger.ifPresent(each -> back.addAll(each.drop()));
    back.add("DROP TABLE " + archive.name());
    StepBuilder builder =
        transaction("Make room to archive " + names() + " of " + table, retired.origin(), forward)
            .backTransaction("Drop the archive", back)
            .success(Criteria.tableExists(archive.name()))
            .backSuccess(Criteria.tableGone(archive.name()));
    return trigger.isEmpty()
        ? builder
        : builder
            .locks(LockMode.SHARE_ROW_EXCLUSIVE, table)
            .backLocks(LockMode.ACCESS_EXCLUSIVE, table);
  }

  private String worthArchiving() {
    return retired.everyRow().isPresent()
        ? "true"
        : retired.fed().stream()
            .map(
                each ->
                    Likeness.of(retired.table())
                        .distinct("t." + each.name(), each.otherwise(), each.column().type()))
            .collect(joining(" OR "));
  }

  private StepBuilder fillArchive() {
    String title = "Archive " + names() + " of " + table;
    String notComputed = worthArchiving();
    List<String> values = new ArrayList<>();
    values.add(archive.keyOf("t"));
    retired.fed().forEach(each -> values.add("t." + each.name()));
    retired.beside().forEach(each -> values.add(each.value()));
    return step(
            title,
            retired.origin(),
            Walks.walk(
                title,
                table,
                "INSERT INTO "
                    + archive.name()
                    + " ("
                    + archive.columns()
                    + ") SELECT "
                    + String.join(", ", values)
                    + " FROM "
                    + table
                    + " AS t WHERE "
                    + Walks.range("t")
                    + " AND ("
                    + notComputed
                    + ") ON CONFLICT DO NOTHING"))
        .locks(LockMode.ACCESS_SHARE, table)
        .locks(LockMode.ACCESS_SHARE, elsewhere())
        .success(
            Criteria.noRow(
                "every value of " + names() + " that cannot be computed again is archived",
                table,
                "("
                    + notComputed
                    + ") AND NOT EXISTS (SELECT FROM "
                    + archive.name()
                    + " AS a WHERE "
                    + archive.matches("a", "t")
                    + ")"));
  }

  private StepBuilder dropHelper(Identifier column) {
    Identifier check = Names.notNullCheck(column);
    // the column has its final name by now, the check kept the name that it was made with
    return transaction(
            "Drop the helper check " + check + " of " + table,
            retired.origin(),
            NotNull.dropCheck(table, column))
        .backTransaction("Add the helper check " + check + " again", helperAgain(column))
        .backTransaction("Validate " + check, NotNull.validateCheck(table, column))
        .locks(LockMode.ACCESS_EXCLUSIVE, table)
        .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
        .success(Criteria.constraintGone(table, check))
        .backSuccess(Criteria.constraintExists(table, check, true));
  }

  private String helperAgain(Identifier column) {
    Identifier now =
        retired.beside().stream()
            .map(Beside::name)
            .filter(each -> Names.pending(each).equals(column))
            .findFirst()
            .orElse(column);
    return "ALTER TABLE "
        + table
        + " ADD CONSTRAINT "
        + Names.notNullCheck(column)
        + " CHECK ("
        + now
        + " IS DISTINCT FROM NULL) NOT VALID";
  }

  private StepBuilder drop() {
    List<String> forward = new ArrayList<>(retired.drops());
    forward.add(
        "ALTER TABLE "
            + table
            + " "
            + retired.fed().stream()
                .map(each -> "DROP COLUMN " + each.name())
                .collect(joining(", ")));
    List<String> again = new ArrayList<>();
    again.add(
        "ALTER TABLE "
            + table
            + " "
            + retired.fed().stream()
                .map(
                    each ->
                        "ADD COLUMN "
                            + each.name()
                            + " "
                            + each.column().type()
                            + each.column().collation().map(it -> " COLLATE " + it).orElse(""))
                .collect(joining(", ")));
    for (Fed each : retired.fed()) {
      each.column()
          .comment()
          .ifPresent(
              text ->
                  again.add(
                      "COMMENT ON COLUMN "
                          + table
                          + "."
                          + each.name()
                          + " IS "
                          + Literal.of(text)));
    }
    retired.fed().forEach(each -> again.addAll(Grants.on(table, each.column(), each.name())));
    retired
        .fed()
        .forEach(each -> again.addAll(ColumnSettings.on(table, each.column(), each.name(), true)));
    again.addAll(retired.revives());
    StepBuilder builder =
        transaction("Drop the retired " + names() + " of " + table, retired.origin(), forward)
            .backTransaction("Add the retired " + names() + " to " + table + " again", again)
            .restored(restored(2))
            .back(
                retired
                    .elsewhere()
                    .map(each -> each.restore().apply(archive))
                    .orElseGet(() -> List.of(restore()))
                    .toArray(Action[]::new))
            .back(retired.rebuild().toArray(Action[]::new))
            .locks(LockMode.ACCESS_EXCLUSIVE, table)
            .locks(LockMode.ACCESS_EXCLUSIVE, elsewhere())
            .backLocks(LockMode.ACCESS_EXCLUSIVE, table)
            .backLocks(LockMode.SHARE_ROW_EXCLUSIVE, elsewhere())
            .risk(Risk.HIGH)
            .reversibility(
                new Reversibility(
                    Reversibility.Level.EXACT_EXCEPT_COLUMN_ORDER,
                    names() + " of " + table + " comes back as the last column"));
    retired
        .fed()
        .forEach(
            each -> {
              builder.success(Criteria.columnGone(table, each.name()));
              builder.backSuccess(Criteria.columnExists(table, each.name()));
            });
    return builder;
  }

  private QualifiedName[] elsewhere() {
    return retired.elsewhere().stream().map(Elsewhere::table).toArray(QualifiedName[]::new);
  }

  /** What the columns hold again once they are restored. */
  private Restored[] restored(int unit) {
    List<Restored> all = new ArrayList<>();
    for (int i = 0; i < retired.fed().size(); i++) {
      all.add(new Restored(unit, table, retired.fed().get(i).name(), value(i)));
    }
    return all.toArray(Restored[]::new);
  }

  /** The archived value where the row is still as it was, the computed one elsewhere. */
  private String value(int place) {
    Fed each = retired.fed().get(place);
    String unchanged =
        retired.beside().isEmpty()
            ? ""
            : IntStream.range(0, retired.beside().size())
                .mapToObj(
                    i ->
                        Likeness.of(retired.table())
                            .same(
                                "a.new_" + (i + 1),
                                retired.beside().get(i).value(),
                                retired.beside().get(i).type()))
                .collect(joining(" AND ", " AND ", ""));
    String found = " FROM " + archive.name() + " AS a WHERE " + archive.matches("a", "t");
    return "CASE WHEN EXISTS (SELECT"
        + found
        + unchanged
        + ") THEN "
        + archived("(SELECT a.old_" + (place + 1) + found + ")", each.column().type())
        + " ELSE "
        + each.otherwise()
        + " END";
  }

  private Action restore() {
    List<String> set = new ArrayList<>();
    List<String> differs = new ArrayList<>();
    List<String> missed = new ArrayList<>();
    for (int i = 0; i < retired.fed().size(); i++) {
      Fed each = retired.fed().get(i);
      String value = value(i);
      set.add(each.name() + " = " + value);
      differs.add(
          Likeness.of(retired.table()).distinct("t." + each.name(), value, each.column().type()));
      missed.add(
          "t."
              + each.name()
              + " IS NOT DISTINCT FROM NULL AND "
              + value
              + " IS DISTINCT FROM NULL");
    }
    return Walks.walk(
        "Restore " + names() + " of " + table + " from the archive",
        table,
        "UPDATE "
            + table
            + " AS t SET "
            + String.join(", ", set)
            + " WHERE "
            + Walks.range("t")
            + " AND ("
            + String.join(" OR ", differs)
            + ")",
        String.join(" OR ", missed));
  }

  private String archived(String value, String type) {
    return draft.stored(type).equals(type) ? value : Types.cast(value, type);
  }

  private String names() {
    return retired.fed().stream().map(each -> each.column().name().quoted()).collect(joining(", "));
  }
}
