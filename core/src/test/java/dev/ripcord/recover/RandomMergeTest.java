package dev.ripcord.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.postgres.TestServer;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Random tables, damages and newer writes; plain maps say what must become of each row. {@code
 * -Dripcord.seeds=N} tries more of them, {@code -Dripcord.seed=N} begins elsewhere.
 */
@ExtendWith(TestDatabase.Extension.class)
class RandomMergeTest {
  @SuppressWarnings("unused") // named by a FieldSource
  static final List<TestServer> servers = TestServer.ALL;

  private static final int SEEDS = Integer.getInteger("ripcord.seeds", 40);
  private static final int FIRST = Integer.getInteger("ripcord.seed", 1);

  /** Of which each makes its table once. */
  private static final int ROUNDS = 5;

  /** Types with values of which some are equal to the server and printed otherwise. */
  private static final List<List<String>> TYPES =
      List.of(
          List.of("int", "1", "2", "3"),
          List.of("text", "a", "A", "", "a\tb\\\n'\"{}", "ä€😀"),
          List.of("citext", "a", "A", "b"),
          List.of("numeric", "1", "1.0", "1.00", "NaN", "-5"),
          List.of("float8", "0", "-0", "NaN", "0.1", "Infinity"),
          List.of("char(4)", "a   ", "b   "),
          List.of("timestamptz", "2024-03-31 00:30:00+00", "2024-03-31 01:30:00+00", "infinity"),
          List.of("interval", "1 day", "24:00:00", "-1 days +02:03:00"),
          List.of("bytea", "\\x00ff", "\\x", "\\x5c"),
          List.of("jsonb", "{\"a\": 1}", "{\"a\": 1.0}", "null"),
          List.of("json", "{\"a\":1}", "{\"a\": 1}"),
          List.of("text[]", "{a,NULL,\"b c\"}", "{}", "[2:3]={a,b}"),
          List.of("int4range", "[1,3)", "empty"),
          List.of("pair", "(a,1)", "(a,1.0)", "(,)", "(\"x,y\",2)"),
          List.of("\"Odd Mood\"", "sad", "so so"),
          List.of("bit(3)", "101", "000"),
          List.of("\"char\"", "x", "y"),
          List.of("money", "$1.00", "-$2.50"));

  @TempDir private Path home;

  @ParameterizedTest
  @FieldSource("servers")
  void everyRowIsWhatTheRulesSay(TestServer server, TestDatabase database) {
    try (MergeScene scene = new MergeScene(database, home)) {
      scene.all(
          "CREATE EXTENSION citext",
          "CREATE TYPE pair AS (one text, two numeric)",
          "CREATE TYPE \"Odd Mood\" AS ENUM ('sad', 'so so')");
      for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
        new Case(scene, new Random(seed), seed).run();
      }
    }
  }

  private static final class Case {
    private final MergeScene scene;
    private final Random random;
    private final int seed;
    private final List<List<String>> types = new ArrayList<>();
    private final Map<String, List<@Nullable String>> before = new TreeMap<>();
    private Map<String, List<@Nullable String>> damaged = new TreeMap<>();
    private Map<String, List<@Nullable String>> live = new TreeMap<>();
    private long[] counts = new long[7];

    Case(MergeScene scene, Random random, int seed) {
      this.scene = scene;
      this.random = random;
      this.seed = seed;
    }

    void run() {
      make();
      for (int i = 0; i < ROUNDS; i++) {
        before.clear();
        counts = new long[7];
        round("seed " + seed + " round " + i);
      }
    }

    private void round(String name) {
      boolean both = random.nextInt(4) > 0;
      for (int i = random.nextInt(25); i > 0; i--) {
        before.put(key(), row());
      }
      load(scene.before(), before);
      damaged = write(before, random.nextInt(10) == 0);
      load(scene.after(), damaged);
      live = write(damaged, false);
      load(scene.live(), live);
      Map<String, List<@Nullable String>> wanted = wanted(both);
      MergeOptions options =
          new MergeOptions(
              MergeOptions.DEFAULT.lockTimeout(), 3, 1 + random.nextInt(9), 2, Map.of());
      MergeResult foreseen;
      MergeResult done;
      MergeResult again;
      try (TableMerge merge =
          TableMerge.begin(
              name,
              List.of(QualifiedName.of("public", "T 1")),
              Path.of(System.getProperty("java.io.tmpdir")))) {
        merge.before(scene.before());
        if (both) {
          merge.after(scene.after());
        }
        foreseen = merge.preview(scene.live(), options);
        assertThat(read()).as("%s, preview", name).isEqualTo(live);
        done = merge.apply(scene.live(), options);
        assertThat(read()).as("%s, rows", name).isEqualTo(wanted);
        again = merge.apply(scene.live(), options);
      }
      String expected =
          "same %d, updated %d, inserted %d, deleted %d, merged %d, newer %d, conflicts %d, altered 0"
              .formatted(
                  counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]);
      assertThat(MergeScene.counts(done.tables().getFirst()))
          .as("%s, counts", name)
          .isEqualTo(expected);
      assertThat(foreseen).as("%s, preview's counts", name).isEqualTo(done);
      assertThat(MergeScene.counts(again.tables().getFirst()))
          .as("%s, again", name)
          .isEqualTo(expected);
      assertThat(read()).as("%s, rows again", name).isEqualTo(wanted);
    }

    private void make() {
      StringBuilder columns = new StringBuilder();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        types.add(TYPES.get(random.nextInt(TYPES.size())));
        columns
            .append(", \"v ")
            .append(types.size())
            .append("\" ")
            .append(types.getLast().getFirst());
      }
      boolean parted = random.nextInt(4) == 0;
      String key = List.of("id int", "id int GENERATED ALWAYS AS IDENTITY").get(random.nextInt(2));
      if (parted) {
        key = "id int";
      }
      scene.all(
          "DROP TABLE IF EXISTS \"T 1\"",
          "CREATE TABLE \"T 1\" (gone int, %s, name text%s, twice int GENERATED ALWAYS AS (id * 2) STORED, %s (id, name))%s"
              .formatted(
                  key,
                  columns,
                  random.nextBoolean()
                      ? "PRIMARY KEY"
                      : "CHECK (true), CHECK (id IS NOT NULL), PRIMARY KEY",
                  parted ? " PARTITION BY HASH (id)" : ""),
          "ALTER TABLE \"T 1\" DROP COLUMN gone");
      if (parted) {
        scene.all(
            "CREATE TABLE \"T 1 a\" PARTITION OF \"T 1\" FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
            "CREATE TABLE \"T 1 b\" PARTITION OF \"T 1\" FOR VALUES WITH (MODULUS 2, REMAINDER 1)");
      }
    }

    private String key() {
      return random.nextInt(12) + "|" + List.of("x", "Y", "ä").get(random.nextInt(3));
    }

    private List<@Nullable String> row() {
      List<@Nullable String> row = new ArrayList<>();
      for (int i = 0; i < types.size(); i++) {
        row.add(value(i));
      }
      return row;
    }

    private @Nullable String value(int column) {
      List<String> type = types.get(column);
      int choice = random.nextInt(type.size());
      return choice == 0 ? null : type.get(choice);
    }

    private Map<String, List<@Nullable String>> write(
        Map<String, List<@Nullable String>> rows, boolean truncate) {
      Map<String, List<@Nullable String>> written = new TreeMap<>();
      if (!truncate) {
        rows.forEach((key, row) -> written.put(key, new ArrayList<@Nullable String>(row)));
      }
      for (int i = random.nextInt(20); i > 0; i--) {
        String key = key();
        switch (random.nextInt(4)) {
          case 0 -> written.remove(key);
          case 1 -> written.put(key, row());
          default -> {
            List<@Nullable String> row = written.get(key);
            if (row != null) {
              int column = random.nextInt(row.size());
              row.set(column, value(column));
            }
          }
        }
      }
      return written;
    }

    private void load(Session session, Map<String, List<@Nullable String>> rows) {
      Session.Commit commit = session.transaction(inside -> inserts(inside, rows));
      assertThat(commit).isEqualTo(Session.Commit.COMMITTED);
    }

    private void inserts(Session session, Map<String, List<@Nullable String>> rows) {
      session.execute("DELETE FROM \"T 1\"");
      rows.forEach(
          (key, row) -> {
            StringBuilder names = new StringBuilder("id, name");
            StringBuilder values = new StringBuilder("?::int, ?");
            List<@Nullable Object> all = new ArrayList<>(List.of(key.split("\\|", 2)));
            for (int i = 0; i < row.size(); i++) {
              names.append(", \"v ").append(i + 1).append('"');
              values
                  .append(", CAST(CAST(? AS text) AS ")
                  .append(types.get(i).getFirst())
                  .append(")");
              all.add(row.get(i));
            }
            session.update(
                "INSERT INTO \"T 1\" ("
                    + names
                    + ") OVERRIDING SYSTEM VALUE VALUES ("
                    + values
                    + ")",
                all.toArray());
          });
    }

    private Map<String, List<@Nullable String>> read() {
      Map<String, List<@Nullable String>> rows = new TreeMap<>();
      List<Boolean> unused =
          CatalogReader.atOneMoment(
              scene.live(),
              inside -> {
                StringBuilder values = new StringBuilder();
                for (int i = 0; i < types.size(); i++) {
                  values
                      .append(", format('%s', \"v ")
                      .append(i + 1)
                      .append("\"), \"v ")
                      .append(i + 1)
                      .append("\" IS DISTINCT FROM NULL");
                }
                return inside.queryPlain(
                    "SELECT id || '|' || name" + values + " FROM public.\"T 1\"",
                    row -> {
                      List<@Nullable String> found = new ArrayList<>();
                      for (int i = 0; i < types.size(); i++) {
                        found.add(row.text(3 + 2 * i).equals("t") ? row.text(2 + 2 * i) : null);
                      }
                      return rows.put(row.text(1), found) == null;
                    });
              });
      return rows;
    }

    /** The rules once more, from the words of the decision and not from the code. */
    private Map<String, List<@Nullable String>> wanted(boolean both) {
      Map<String, List<@Nullable String>> wanted = new TreeMap<>(live);
      Map<String, Boolean> keys = new TreeMap<>();
      List.of(before, damaged, live)
          .forEach(side -> side.keySet().forEach(key -> keys.put(key, true)));
      for (String key : keys.keySet()) {
        @Nullable List<@Nullable String> was = before.get(key);
        @Nullable List<@Nullable String> wrong = damaged.get(key);
        @Nullable List<@Nullable String> is = live.get(key);
        if (!both) {
          if (was == null) {
            counts[5] += is == null ? 0 : 1;
          } else if (is == null) {
            wanted.put(key, was);
            counts[2]++;
          } else {
            counts[was.equals(is) ? 0 : 6]++;
          }
        } else if (!Objects.equals(was, wrong)) {
          counts[rule(key, was, wrong, is, wanted)]++;
        }
      }
      return wanted;
    }

    private static int rule(
        String key,
        @Nullable List<@Nullable String> was,
        @Nullable List<@Nullable String> wrong,
        @Nullable List<@Nullable String> is,
        Map<String, List<@Nullable String>> wanted) {
      if (Objects.equals(is, was)) {
        return 0;
      } else if (Objects.equals(is, wrong)) {
        if (was == null) {
          wanted.remove(key);
          return 3;
        }
        wanted.put(key, was);
        return wrong == null ? 2 : 1;
      } else if (was == null || wrong == null) {
        return 6;
      } else if (is == null) {
        return 5;
      }
      List<@Nullable String> merged = new ArrayList<@Nullable String>(is);
      boolean back = false;
      for (int i = 0; i < is.size(); i++) {
        boolean touched = !Objects.equals(was.get(i), wrong.get(i));
        if (touched && Objects.equals(is.get(i), wrong.get(i))) {
          merged.set(i, was.get(i));
          back = true;
        } else if (touched && !Objects.equals(is.get(i), was.get(i))) {
          return 6;
        }
      }
      if (back) {
        wanted.put(key, merged);
      }
      return back ? 4 : 0;
    }
  }
}
