package dev.ripcord.recover;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A live database, and two beside it: right before the damage, and right after it. */
final class MergeScene implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final TestDatabase database;
  private final Path home;
  private final DatabaseUrl before;
  private final DatabaseUrl after;
  private final Session live;
  private final Session first;
  private final Session second;

  MergeScene(TestDatabase database, Path home) {
    this.database = database;
    this.home = home;
    this.live = database.open();
    before = fresh("before");
    after = fresh("after");
    first = Session.open(before, "test");
    second = Session.open(after, "test");
  }

  private DatabaseUrl fresh(String name) {
    String unique = name + "_" + NUMBER.incrementAndGet();
    live.execute("CREATE DATABASE " + unique + " TEMPLATE template0");
    return database.url().withDatabase(unique);
  }

  /** In all three. */
  void all(String... statements) {
    for (Session each : List.of(first, second, live)) {
      Arrays.stream(statements).forEach(each::execute);
    }
  }

  void damage(String... statements) {
    for (Session each : List.of(second, live)) {
      Arrays.stream(statements).forEach(each::execute);
    }
  }

  void since(String... statements) {
    Arrays.stream(statements).forEach(live::execute);
  }

  Session live() {
    return live;
  }

  Session before() {
    return first;
  }

  Session after() {
    return second;
  }

  /** Read at the first moment, and with {@code both} at the second. */
  TableMerge begin(boolean both, String... tables) {
    List<QualifiedName> names = Arrays.stream(tables).map(QualifiedName::parse).toList();
    TableMerge merge = TableMerge.begin("test", names, home);
    try {
      merge.before(first);
      if (both) {
        merge.after(second);
      }
      return merge;
    } catch (RuntimeException e) {
      merge.close();
      throw e;
    }
  }

  MergeResult apply(String... tables) {
    try (TableMerge merge = begin(true, tables)) {
      return merge.apply(live, MergeOptions.DEFAULT);
    }
  }

  MergeResult preview(String... tables) {
    try (TableMerge merge = begin(true, tables)) {
      return merge.preview(live, MergeOptions.DEFAULT);
    }
  }

  List<String> rows(String query) {
    return live.queryPlain(query, row -> row.text(1));
  }

  @Override
  public void close() {
    first.close();
    second.close();
    live.execute("DROP DATABASE " + before.database() + " WITH (FORCE)");
    live.execute("DROP DATABASE " + after.database() + " WITH (FORCE)");
    live.close();
  }

  /** The counts in one line, for comparing: same, updated, inserted, deleted, merged, … */
  static String counts(MergedTable table) {
    return "same %d, updated %d, inserted %d, deleted %d, merged %d, newer %d, conflicts %d, altered %d"
        .formatted(
            table.same(),
            table.restored().updated(),
            table.restored().inserted(),
            table.restored().deleted(),
            table.merged(),
            table.newer(),
            table.conflicts(),
            table.altered());
  }

  /** {@link #apply}, and the counts of each table. */
  List<String> applied(String... tables) {
    return apply(tables).tables().stream().map(MergeScene::counts).toList();
  }

  /** Counts of a merge that did nothing else. */
  static String line(int updated, int inserted, int deleted, int conflicts) {
    return "same 0, updated %d, inserted %d, deleted %d, merged 0, newer 0, conflicts %d, altered 0"
        .formatted(updated, inserted, deleted, conflicts);
  }
}
