package dev.ripcord.recover;

import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.KeyedRows;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import dev.ripcord.sql.Statements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The live side of a merge, once. */
final class LiveMerge {
  private final String merge;
  private final Session live;
  private final MergeOptions options;
  private final Map<QualifiedName, MergeTarget> targets = new TreeMap<>();
  private List<QualifiedName> parentsFirst = List.of();

  /**
   * What is known of one table before the live one is seen.
   *
   * @param columns of its candidates, or of the restored rows where no second moment is known
   * @param found absent without a second moment
   */
  record Known(
      MergeSource source,
      List<Identifier> columns,
      List<String> notes,
      Optional<Damage.Found> found) {}

  LiveMerge(String merge, Session live, MergeOptions options) {
    this.merge = merge;
    this.live = live;
    this.options = options;
  }

  /**
   * @param write false to judge only
   */
  MergeResult run(List<Known> tables, Path directory, boolean write) {
    parentsFirst = CatalogReader.atOneMoment(live, inside -> prepare(inside, tables));
    MergeBatch.Names names =
        live.query(
                resource("own-search-path"),
                row ->
                    new MergeBatch.Names(row.text("path"), row.text("zone"), row.text("policies")))
            .getFirst();
    if (write && !kept()) {
      if (live.scalar("SELECT pg_catalog.to_regnamespace('ripcord_kept')") == null) {
        live.execute("CREATE SCHEMA ripcord_kept");
      }
      live.execute(resource("merge-kept"));
    }
    List<Known> compared = compared(tables, directory);
    List<MergeRounds.Table> work = new ArrayList<>();
    for (QualifiedName name : parentsFirst) {
      MergeTarget target = target(name);
      Known known =
          compared.stream()
              .filter(each -> each.source().table().equals(name))
              .findFirst()
              .orElseThrow();
      work.add(
          new MergeRounds.Table(
              target,
              known.columns().size(),
              known.found().orElseThrow().files(),
              new MergeTally(target, options.examples()),
              directory));
    }
    if (write) {
      new MergeRounds(work, new MergeWriter(merge, live, options, names), options.batchRows())
          .run();
    } else {
      boolean look = kept();
      Boolean unused =
          CatalogReader.atOneMoment(
              live,
              inside -> {
                new MergeRounds(work, new MergePreview(inside, merge, look), options.batchRows())
                    .run();
                return true;
              });
    }
    return new MergeResult(compared.stream().map(known -> result(known, work, write)).toList());
  }

  private boolean kept() {
    return live.scalar("SELECT pg_catalog.to_regclass('ripcord_kept.merged_rows')") != null;
  }

  /**
   * Finds everything that stands against it before anything is touched.
   *
   * @return the tables, parents first
   */
  private List<QualifiedName> prepare(Session inside, List<Known> tables) {
    List<QualifiedName> names = tables.stream().map(each -> each.source().table()).toList();
    List<MergeShape> shapes = MergeShapes.read(inside, names, "the live database");
    List<MergeReference> references = MergeReference.read(inside, names);
    List<String> refusals =
        new ArrayList<>(
            inside.query(
                resource("merge-grants"),
                row -> row.text("what"),
                MergeShapes.schemas(names),
                MergeShapes.names(names)));
    for (int i = 0; i < shapes.size(); i++) {
      targets.put(names.get(i), MergeTarget.of(shapes.get(i), tables.get(i), references, refusals));
    }
    List<QualifiedName> order = MergeOrder.of(names, references, refusals);
    if (!"origin".equals(inside.scalar("SHOW session_replication_role"))) {
      refusals.add("session_replication_role is not origin: foreign keys would not be checked");
    }
    MergeShapes.refuse(refusals, "the live database");
    return order;
  }

  private MergeTarget target(QualifiedName table) {
    return Optional.ofNullable(targets.get(table)).orElseThrow();
  }

  /** Without a second moment, the candidates are what differs from live. */
  private List<Known> compared(List<Known> tables, Path directory) {
    return CatalogReader.atOneMoment(
        live,
        inside -> {
          List<Known> all = new ArrayList<>();
          for (Known known : tables) {
            all.add(known.found().isPresent() ? known : compare(inside, known, directory));
          }
          return all;
        });
  }

  private Known compare(Session inside, Known known, Path directory) {
    MergeTarget target = target(known.source().table());
    Optional<String> mark = Optional.ofNullable(options.damaged().get(known.source().table()));
    mark.ifPresent(condition -> check(inside, target, condition));
    KeyedRows.Wanted wanted =
        new KeyedRows.Wanted(
            target.shape().table(),
            target.shape().only(),
            target.key().columns(),
            target.names(),
            mark);
    String prefix = known.source().rows().getFileName() + "-live";
    try (KeyedRows rows = KeyedRows.open(inside, wanted)) {
      Damage.Found found =
          Damage.between(
              known.source(), rows, target.places(), MergeRounds.paths(directory, prefix), true);
      return new Known(known.source(), target.names(), known.notes(), Optional.of(found));
    } catch (DatabaseException e) {
      if (mark.isEmpty() || e.connectionLost()) {
        throw e;
      }
      throw refused(target, String.valueOf(e.getMessage()));
    }
  }

  private static void check(Session inside, MergeTarget target, String condition) {
    if (Statements.split(condition).size() != 1) {
      throw refused(target, "it is not one condition");
    }
    inside.execute("SAVEPOINT ripcord_condition");
    try {
      String unused =
          inside.scalar(
              "SELECT 1 FROM " + target.shape().from() + " WHERE (" + condition + "\n) LIMIT 0");
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      throw refused(target, String.valueOf(e.getMessage()));
    }
    inside.execute("RELEASE SAVEPOINT ripcord_condition");
  }

  private static RipcordException refused(MergeTarget target, String why) {
    return new RipcordException(
        ProblemCode.INPUT,
        "the condition that says which rows of %s are damaged is refused: %s"
            .formatted(target.shape().table(), why));
  }

  private MergedTable result(Known known, List<MergeRounds.Table> work, boolean write) {
    QualifiedName name = known.source().table();
    MergeTally tally =
        work.stream()
            .filter(each -> each.target().shape().table().equals(name))
            .findFirst()
            .orElseThrow()
            .tally();
    Written earlier = written(name);
    if (write) {
      earlier = earlier.minus(tally);
    }
    Damage.Found found = known.found().orElseThrow();
    // what an earlier try put back and nobody changed since does not differ any more
    long back = earlier.updated() + earlier.inserted() + earlier.merged() - tally.done();
    List<String> notes = new ArrayList<>(known.notes());
    notes.addAll(target(name).notes());
    if (found.twoWays()) {
      notes.add(
          "the damage inserted and deleted rows: where it changed keys, the row with the old key"
              + " and the one with the new key are judged apart");
    }
    return new MergedTable(
        name,
        found.damaged(),
        tally.count(Ruling.Kind.SAME) + (found.live() ? found.same() - back : 0),
        new MergedTable.Restored(
            earlier.updated() + tally.count(Ruling.Kind.UPDATE),
            earlier.inserted() + tally.count(Ruling.Kind.INSERT),
            earlier.deleted() + tally.count(Ruling.Kind.DELETE)),
        earlier.merged() + tally.count(Ruling.Kind.MERGE),
        tally.count(Ruling.Kind.NEWER) + found.newer(),
        tally.conflicts(),
        earlier.altered(),
        tally.examples(),
        notes);
  }

  private record Written(long updated, long inserted, long deleted, long merged, long altered) {
    Written minus(MergeTally tally) {
      return new Written(
          updated - tally.count(Ruling.Kind.UPDATE),
          inserted - tally.count(Ruling.Kind.INSERT),
          deleted - tally.count(Ruling.Kind.DELETE),
          merged - tally.count(Ruling.Kind.MERGE),
          altered);
    }
  }

  private Written written(QualifiedName table) {
    if (!kept()) {
      return new Written(0, 0, 0, 0, 0);
    }
    return live.query(
            resource("merge-counts"),
            row ->
                new Written(
                    row.number("updated"),
                    row.number("inserted"),
                    row.number("deleted"),
                    row.number("merged"),
                    row.number("altered")),
            merge,
            table.quoted())
        .getFirst();
  }

  static String resource(String name) {
    return SqlResource.of(LiveMerge.class, name);
  }
}
