package dev.ripcord.workload;

import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one writer, disjoint from those of all others, so that the order in which it writes a
 * row is the order in which it repeats that elsewhere. Used by one thread.
 */
final class OwnedRows {
  private static final long MOST = 100_000;

  private final Map<QualifiedName, Keys> byTable = new HashMap<>();

  /** Rows of the start to reference where the writer owns none; nobody deletes these. */
  private final Map<ForeignKey, List<List<String>>> parents;

  /** Rows that were inserted when the old shape had gone, by table. */
  private final Map<QualifiedName, Set<List<String>>> late = new HashMap<>();

  /** Columns of rows that the migration rewrites and this writer has updated. */
  private final Set<List<Object>> overwritten = new HashSet<>();

  private final Together together;

  private final Share share;

  /** One of equal parts of whatever there is. */
  private record Share(int index, int of) {
    boolean has(List<String> values) {
      return Math.floorMod(values.hashCode(), of) == index;
    }
  }

  private OwnedRows(
      Share share,
      Map<ForeignKey, List<List<String>>> parents,
      Together together,
      List<ForeignKey> dealt) {
    this.share = share;
    this.parents = new HashMap<>(parents);
    dealt.forEach(key -> this.parents.put(key, new ArrayList<>()));
    this.together = together;
  }

  /** Values of the start that may be written together. */
  Together together() {
    return together;
  }

  /** Deals the rows that are there among the writers. */
  static List<OwnedRows> deal(Session session, List<WriteTable> tables, int writers) {
    Map<ForeignKey, List<List<String>>> parents = new HashMap<>();
    for (WriteTable table : tables) {
      for (ForeignKey key : table.outgoing()) {
        parents.put(key, tuples(session, key.parent(), key.parentColumns(), "LIMIT 2000"));
      }
    }
    Together together = Together.read(session, tables);
    List<OwnedRows> dealt =
        IntStream.range(0, writers)
            .mapToObj(i -> new OwnedRows(new Share(i, writers), parents, together, pairs(tables)))
            .toList();
    for (ForeignKey key : pairs(tables)) {
      for (List<String> parent : parents.getOrDefault(key, List.of())) {
        dealt.get(Math.floorMod(parent.hashCode(), writers)).parents(key).add(parent);
      }
    }
    for (WriteTable table : tables) {
      if (table.key().isEmpty()) {
        continue;
      }
      // spread over the whole table, so that rows at the end of a walk are hit as well
      long rows = Math.max(1, table.before().estimatedRows());
      String sample = rows > MOST ? " TABLESAMPLE BERNOULLI (" + 100.0 * MOST / rows + ") " : "";
      List<Identifier> columns = new ArrayList<>(table.key());
      columns.addAll(table.ownedBy());
      for (List<String> row : tuples(session, table.name(), columns, sample)) {
        List<String> key = List.copyOf(row.subList(0, table.key().size()));
        List<String> owner = List.copyOf(row.subList(table.key().size(), row.size()));
        dealt.get(Math.floorMod(owner.hashCode(), writers)).keys(table.name()).add(key, false);
      }
    }
    return dealt;
  }

  /** Whether no other writer would say that these values are its own. */
  boolean owns(List<String> values) {
    return share.has(values);
  }

  private static List<ForeignKey> pairs(List<WriteTable> tables) {
    return tables.stream().flatMap(each -> each.arrivals().stream()).map(Pairing::asKey).toList();
  }

  private List<List<String>> parents(ForeignKey key) {
    return parents.computeIfAbsent(key, each -> new ArrayList<>());
  }

  private static List<List<String>> tuples(
      Session session, QualifiedName table, List<Identifier> columns, String tail) {
    String present =
        columns.stream()
            .map(column -> column.quoted() + " IS NOT NULL")
            .collect(Collectors.joining(" AND ", " WHERE ", " "));
    String list = columns.stream().map(Identifier::quoted).collect(Collectors.joining(", "));
    String from = "SELECT " + list + " FROM " + table.quoted();
    return session.query(
        tail.startsWith("LIMIT") ? from + present + tail : from + tail + present, OwnedRows::texts);
  }

  static List<String> texts(Row row) {
    List<String> texts = new ArrayList<>();
    for (int i = 1; i <= row.width(); i++) {
      texts.add(row.text(i));
    }
    return List.copyOf(texts);
  }

  void addLate(QualifiedName table, List<String> key) {
    late.computeIfAbsent(table, name -> new HashSet<>()).add(key);
  }

  /**
   * Whether the row came when its partner's value may have been archived already: taken away again,
   * it would leave that as it was.
   */
  boolean isLate(QualifiedName table, List<String> key) {
    return late.getOrDefault(table, Set.of()).contains(key);
  }

  /**
   * Whether a column that the migration rewrites may be updated in a row: once, for whoever writes
   * another value and then the migration's again cannot be told from who never wrote.
   */
  boolean mayOverwrite(QualifiedName table, List<String> key, Identifier column) {
    return overwritten.add(List.of(table, key, column));
  }

  Keys keys(QualifiedName table) {
    return byTable.computeIfAbsent(table, name -> new Keys());
  }

  /**
   * A row to reference: one of the writer's own where the key is the row's key, so that whoever
   * deletes it also owns what hangs on it. Where the reference is the key of the child as well, one
   * without a child, if one is found quickly.
   */
  Optional<List<String>> parent(
      ForeignKey key, Map<QualifiedName, WriteTable> tables, RandomGenerator random) {
    WriteTable parent = tables.get(key.parent());
    WriteTable child = tables.get(key.child());
    if (parent != null && parent.key().equals(key.parentColumns())) {
      if (child != null && child.key().equals(key.columns()) && !keys(key.parent()).isEmpty()) {
        return Optional.ofNullable(keys(key.parent()).anyNotIn(keys(key.child()), random));
      }
      boolean paired = parent.pairing().filter(each -> each.asKey().equals(key)).isPresent();
      @Nullable List<String> fresh =
          paired && random.nextBoolean() ? keys(key.parent()).anyInserted(random) : null;
      // of a pair, those of the start have their partner mostly
      @Nullable List<String> own = fresh != null ? fresh : keys(key.parent()).any(random);
      if (own != null) {
        return Optional.of(own);
      }
    }
    List<List<String>> candidates = parents.getOrDefault(key, List.of());
    return candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.get(random.nextInt(candidates.size())));
  }
}
