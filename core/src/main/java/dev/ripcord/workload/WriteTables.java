package dev.ripcord.workload;

import dev.ripcord.plan.TableShape;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses the tables in which writers write: those concerned and those that reference them. */
final class WriteTables {
  private final List<ForeignKey> known;
  private final Map<QualifiedName, Place> hierarchy = new HashMap<>();

  private record Place(boolean child, List<String> partitionKey) {}

  WriteTables(Session session) {
    known = ForeignKey.all(session);
    session
        .query(
            SqlResource.of(WriteTables.class, "hierarchy"),
            row ->
                Map.entry(
                    QualifiedName.of(row.text("schema"), row.text("name")),
                    new Place(row.flag("child"), row.texts("partition_key"))))
        .forEach(entry -> hierarchy.put(entry.getKey(), entry.getValue()));
  }

  /** All tables if no shape is given; partitions and inheriting tables are reached from above. */
  List<WriteTable> of(Snapshot before, List<TableShape> shapes) {
    Map<QualifiedName, TableShape> byName =
        shapes.stream().collect(Collectors.toMap(TableShape::table, shape -> shape));
    Links links = links(before, shapes);
    Set<QualifiedName> chosen = new HashSet<>(byName.keySet());
    links.keys().stream()
        .filter(key -> byName.containsKey(key.parent()))
        .forEach(key -> chosen.add(key.child()));
    return before.tables().stream()
        .filter(table -> shapes.isEmpty() || chosen.contains(table.name()))
        .filter(table -> !place(table).child())
        .map(table -> writeTable(table, byName.get(table.name()), links))
        .toList();
  }

  /** All foreign keys, and those of them that only one shape has. */
  private record Links(
      List<ForeignKey> keys,
      List<WriteTable.OneSided> arriving,
      List<WriteTable.OneSided> leaving,
      List<Pairing> pairings) {}

  private Links links(Snapshot before, List<TableShape> shapes) {
    List<ForeignKey> keys = new ArrayList<>(known);
    List<WriteTable.OneSided> arriving = new ArrayList<>();
    List<WriteTable.OneSided> leaving = new ArrayList<>();
    List<Pairing> pairings = new ArrayList<>();
    for (TableShape shape : shapes) {
      Snapshot.Table child = before.table(shape.table()).orElseThrow();
      for (TableShape.NewKey key : shape.keys()) {
        keys.add(ForeignKey.of(shape.table(), key));
        arriving.add(new WriteTable.OneSided(child, key));
      }
      shape
          .partner()
          .map(each -> pairing(before, child, each))
          .ifPresent(
              each -> {
                pairings.add(each);
                keys.removeIf(key -> connects(key, each.asKey()));
                keys.add(each.asKey());
              });
      shape.lostKeys().forEach(key -> leaving.add(new WriteTable.OneSided(child, key)));
    }
    return new Links(keys, arriving, leaving, pairings);
  }

  private Pairing pairing(Snapshot before, Snapshot.Table to, TableShape.Partner partner) {
    Pairing none =
        new Pairing(before.table(partner.table()).orElseThrow(), to, partner, Pairing.Link.NONE);
    return Stream.of(Pairing.Link.THERE_TO_HERE, Pairing.Link.HERE_TO_THERE)
        .map(none::linked)
        .filter(each -> known.stream().anyMatch(key -> connects(key, each.asKey())))
        .findFirst()
        .orElse(none);
  }

  /** The same columns of the same tables, in whatever order. */
  private static boolean connects(ForeignKey one, ForeignKey other) {
    return one.child().equals(other.child())
        && one.parent().equals(other.parent())
        && Set.copyOf(one.columns()).equals(Set.copyOf(other.columns()))
        && Set.copyOf(one.parentColumns()).equals(Set.copyOf(other.parentColumns()));
  }

  private Place place(Snapshot.Table table) {
    return hierarchy.getOrDefault(table.name(), new Place(false, List.of()));
  }

  private WriteTable writeTable(
      Snapshot.Table table, @org.jspecify.annotations.Nullable TableShape shape, Links links) {
    TableShape made =
        shape != null ? shape : new TableShape(table.name(), false, List.of(), Map.of(), List.of());
    List<ForeignKey> outgoing =
        links.keys().stream().filter(key -> key.child().equals(table.name())).toList();
    List<Identifier> key = FindingColumns.of(table, made, outgoing);
    Set<Identifier> frozen = new HashSet<>(key);
    place(table).partitionKey().forEach(column -> frozen.add(new Identifier(column)));
    List<ForeignKey> incoming =
        links.keys().stream().filter(each -> each.parent().equals(table.name())).toList();
    incoming.forEach(each -> frozen.addAll(each.parentColumns()));
    Optional<Pairing> pairing =
        links.pairings().stream().filter(each -> !each.key(table.name()).isEmpty()).findFirst();
    // who owns the one row of a pair owns the other
    pairing.ifPresent(each -> frozen.addAll(each.key(table.name())));
    return new WriteTable(
        table,
        key,
        made,
        outgoing,
        !incoming.isEmpty(),
        frozen,
        through(table.name(), links, Set.of()),
        of(table, links.arriving()),
        of(table, links.leaving()),
        pairing);
  }

  /**
   * @param seen tables on the way here: foreign keys may form a circle
   */
  private static List<ForeignKey> through(
      QualifiedName parent, Links links, Set<QualifiedName> seen) {
    Set<QualifiedName> further = new HashSet<>(seen);
    further.add(parent);
    return links.keys().stream()
        .filter(key -> !key.isNew() && key.parent().equals(parent))
        .filter(key -> !further.contains(key.child()))
        .filter(
            key ->
                links.arriving().stream().anyMatch(each -> each.key().parent().equals(key.child()))
                    || !through(key.child(), links, further).isEmpty())
        .toList();
  }

  private static List<WriteTable.OneSided> of(
      Snapshot.Table parent, List<WriteTable.OneSided> references) {
    return references.stream().filter(each -> each.key().parent().equals(parent.name())).toList();
  }
}
