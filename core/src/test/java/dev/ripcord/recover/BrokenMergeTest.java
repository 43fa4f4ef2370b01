package dev.ripcord.recover;

import static dev.ripcord.recover.MergeScene.counts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.postgres.TestServer;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Merges that are broken off, come twice, or meet others at work. */
@ExtendWith(TestDatabase.Extension.class)
class BrokenMergeTest {
  @SuppressWarnings("unused") // named by a FieldSource
  static final List<TestServer> servers = TestServer.ALL;

  private static final MergeOptions SMALL =
      new MergeOptions(Duration.ofMillis(100), 3, 7, 2, Map.of());

  @TempDir private Path home;
  private TestDatabase database;
  private MergeScene scene;

  @BeforeEach
  void open(TestDatabase fresh) {
    database = fresh;
    scene = new MergeScene(fresh, home);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  /** The server ends the session at the n-th row that a merge writes, whatever it is doing. */
  @ParameterizedTest
  @FieldSource("servers")
  void brokenOffAnywhereItGoesOnToTheSameEnd(TestServer server) {
    scene.all(
        "CREATE TABLE t (id int PRIMARY KEY, a text, b text)",
        "INSERT INTO t SELECT i, 'a' || i, 'b' FROM generate_series(1, 60) i");
    scene.damage(
        "UPDATE t SET a = 'wrong' WHERE id % 3 = 0",
        "DELETE FROM t WHERE id % 3 = 1",
        "INSERT INTO t SELECT i, 'x', 'x' FROM generate_series(61, 80) i");
    scene.since(
        "UPDATE t SET b = 'newer' WHERE id % 4 = 0 AND id <= 60",
        """
        CREATE SEQUENCE calls;
        CREATE TABLE dies (at bigint);
        INSERT INTO dies VALUES (0);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF nextval('calls') = (SELECT at FROM dies) THEN
            PERFORM pg_terminate_backend(pg_backend_pid()), pg_sleep(9);
          END IF;
          RETURN coalesce(NEW, OLD); END $$;
        CREATE TRIGGER f BEFORE INSERT OR UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()
        """);
    try (TableMerge merge = scene.begin(true, "t")) {
      List<Integer> deaths = new ArrayList<>();
      Random random = new Random(server.major());
      for (int i = 0; i < 12; i++) {
        int death = 1 + random.nextInt(12);
        scene.since("SELECT setval('calls', 1, false)", "UPDATE dies SET at = " + death);
        try (Session session = database.open()) {
          MergeResult unused = merge.apply(session, SMALL);
        } catch (RipcordException e) {
          assertThat(e.code()).isEqualTo(ProblemCode.STOPPED);
          deaths.add(death);
        }
        // what was put back and somebody changes afterwards is theirs
        scene.since(
            "UPDATE dies SET at = 0", "UPDATE t SET a = 'theirs' WHERE id = 1 AND a = 'a1'");
      }
      assertThat(deaths).isNotEmpty();
      String expected =
          "same 0, updated 15, inserted 20, deleted 20, merged 5, newer 0, conflicts 0, altered 0";
      assertThat(counts(merge.apply(scene.live(), SMALL).tables().getFirst())).isEqualTo(expected);
      assertThat(counts(merge.apply(scene.live(), SMALL).tables().getFirst())).isEqualTo(expected);
    }
    assertThat(scene.rows("SELECT count(*) FROM t WHERE a = 'a' || id AND id <= 60"))
        .containsExactly("59");
    assertThat(scene.rows("SELECT a FROM t WHERE id = 1")).containsExactly("theirs");
    assertThat(scene.rows("SELECT count(*) FROM t")).containsExactly("60");
    assertThat(scene.rows("SELECT count(*) FROM t WHERE b = 'newer'")).containsExactly("10");
  }

  @Test
  void theSecondOfTwoIsRefused() {
    scene.all("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    scene.damage("DELETE FROM t");
    try (Session other = database.open();
        TableMerge merge = scene.begin(true, "t")) {
      other.execute("SELECT pg_advisory_lock(7305801, 3)");
      assertThatThrownBy(() -> merge.apply(scene.live(), SMALL))
          .isInstanceOfSatisfying(
              RipcordException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.REFUSED))
          .hasMessageContaining("another merge");
      other.execute("SELECT pg_advisory_unlock(7305801, 3)");
      assertThat(merge.apply(scene.live(), SMALL).restored()).isEqualTo(1);
    }
  }

  @Test
  void whoHoldsARowIsWaitedForAWhile() {
    scene.all("CREATE TABLE t (id int PRIMARY KEY, a int)", "INSERT INTO t VALUES (1, 1), (2, 2)");
    scene.damage("UPDATE t SET a = 0");
    try (Session other = database.open();
        TableMerge merge = scene.begin(true, "t")) {
      Session.Commit commit =
          other.transaction(
              inside -> {
                inside.execute("SELECT FROM t WHERE id = 2 FOR UPDATE");
                assertThatThrownBy(() -> merge.apply(scene.live(), SMALL))
                    .isInstanceOfSatisfying(
                        RipcordException.class,
                        e -> assertThat(e.code()).isEqualTo(ProblemCode.STOPPED))
                    .hasMessageContaining("no lock on rows of public.t within 3 attempts");
              });
      assertThat(commit).isEqualTo(Session.Commit.COMMITTED);
      assertThat(merge.apply(scene.live(), SMALL).restored()).isEqualTo(2);
    }
  }

  /** Each writer counts up rows of its own and remembers what the server acknowledged. */
  @ParameterizedTest
  @FieldSource("servers")
  void noAcknowledgedWriteIsLost(TestServer server) throws Exception {
    int rows = 2000;
    scene.all(
        "CREATE TABLE t (id int PRIMARY KEY, a int, n int DEFAULT 0)",
        "INSERT INTO t SELECT i, i FROM generate_series(1, " + rows + ") i");
    scene.damage("UPDATE t SET a = -1 WHERE id % 2 = 0", "DELETE FROM t WHERE id % 5 = 0");
    AtomicBoolean done = new AtomicBoolean();
    Map<Integer, Integer> acknowledged = new TreeMap<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(3);
        TableMerge merge = scene.begin(true, "t")) {
      List<Future<Map<Integer, Integer>>> writers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        writers.add(executor.submit(writer(i, rows, done)));
      }
      MergeResult result;
      try {
        MergeOptions options = new MergeOptions(Duration.ofSeconds(5), 20, 50, 2, Map.of());
        result = merge.apply(scene.live(), options);
      } finally {
        done.set(true);
      }
      for (Future<Map<Integer, Integer>> each : writers) {
        acknowledged.putAll(each.get());
      }
      assertThat(result.restored()).isPositive();
      assertThat(result.conflicts() + result.restored()).isEqualTo(rows / 2 + rows / 10);
    }
    Map<Integer, Integer> found = new TreeMap<>();
    List<Integer> unused =
        scene
            .live()
            .query(
                "SELECT id, n FROM t WHERE n > 0",
                row -> found.put((int) row.number(1), (int) row.number(2)));
    assertThat(acknowledged).isNotEmpty();
    assertThat(found).isEqualTo(acknowledged);
  }

  private Callable<Map<Integer, Integer>> writer(int number, int rows, AtomicBoolean done) {
    return () -> {
      Map<Integer, Integer> acknowledged = new TreeMap<>();
      Random random = new Random(number);
      try (Session session = database.open()) {
        while (!done.get()) {
          int id = 1 + 3 * random.nextInt(rows / 3) + number;
          long changed =
              random.nextInt(4) > 0
                  ? session.update("UPDATE t SET n = n + 1 WHERE id = ?", id)
                  : session.update(
                      "INSERT INTO t VALUES (?, -7, 1) ON CONFLICT (id) DO UPDATE SET n = t.n + 1",
                      id);
          if (changed == 1) {
            acknowledged.merge(id, 1, Integer::sum);
          }
        }
      }
      return acknowledged;
    };
  }
}
