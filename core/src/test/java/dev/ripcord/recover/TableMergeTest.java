package dev.ripcord.recover;

import static dev.ripcord.recover.MergeScene.counts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.QualifiedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestDatabase.Extension.class)
class TableMergeTest {
  @TempDir private Path home;
  private MergeScene scene;

  @BeforeEach
  void open(TestDatabase database) {
    scene = new MergeScene(database, home);
  }

  @AfterEach
  void close() throws IOException {
    scene.close();
    try (Stream<Path> left = Files.list(home)) {
      assertThat(left).isEmpty();
    }
  }

  private String applied(String table) {
    return counts(scene.apply(table).tables().getFirst());
  }

  @Test
  void everyRuleAtOnce() {
    scene.all(
        "CREATE TABLE t (id int PRIMARY KEY, a text, b text, c int)",
        "INSERT INTO t SELECT i, 'a' || i, 'b' || i, i FROM generate_series(1, 12) i");
    scene.damage(
        "UPDATE t SET a = 'wrong' WHERE id <= 6",
        "DELETE FROM t WHERE id BETWEEN 7 AND 9",
        "INSERT INTO t VALUES (21, 'x', 'x', 1), (22, 'x', 'x', 1), (23, 'x', 'x', 1)");
    scene.since(
        "UPDATE t SET b = 'newer' WHERE id = 2",
        "UPDATE t SET a = 'newer' WHERE id = 3",
        "DELETE FROM t WHERE id = 4",
        "UPDATE t SET a = 'a5' WHERE id = 5",
        "INSERT INTO t VALUES (8, 'anew', 'b8', 8), (9, 'a9', 'b9', 9), (30, 'new', 'n', 3)",
        "UPDATE t SET c = 99 WHERE id = 22",
        "DELETE FROM t WHERE id = 23",
        "UPDATE t SET c = 100 WHERE id = 12");
    String expected =
        "same 3, updated 2, inserted 1, deleted 1, merged 1, newer 1, conflicts 3, altered 0";

    assertThat(counts(scene.preview("t").tables().getFirst())).isEqualTo(expected);
    MergedTable table = scene.apply("t").tables().getFirst();

    assertThat(counts(table)).isEqualTo(expected);
    assertThat(scene.rows("SELECT t::text FROM t ORDER BY id"))
        .containsExactly(
            "(1,a1,b1,1)",
            "(2,a2,newer,2)",
            "(3,newer,b3,3)",
            "(5,a5,b5,5)",
            "(6,a6,b6,6)",
            "(7,a7,b7,7)",
            "(8,anew,b8,8)",
            "(9,a9,b9,9)",
            "(10,a10,b10,10)",
            "(11,a11,b11,11)",
            "(12,a12,b12,100)",
            "(22,x,x,99)",
            "(30,new,n,3)");
    assertThat(
            scene.rows(
                "SELECT key ->> 'id' || action || coalesce(kept ->> 'a', '-') FROM ripcord_kept.merged_rows ORDER BY (key ->> 'id')::int"))
        .containsExactly(
            "1updatedwrong", "2mergedwrong", "6updatedwrong", "7inserted-", "21deletedx");
    assertThat(table.examples())
        .filteredOn(each -> each.kind() == MergeExample.Kind.CONFLICT)
        .extracting(each -> each.key().values() + " " + each.why())
        .containsExactlyInAnyOrder(
            "[3] somebody changed since what the damage had changed",
            "[8] the damage deleted it, somebody inserted it anew",
            "[22] the damage inserted it, somebody changed it since");
    assertThat(applied("t")).isEqualTo(expected);
  }

  @Test
  void withoutASecondMomentOnlyWhatIsMissingComesBack() {
    scene.all(
        "CREATE TABLE t (id int PRIMARY KEY, a text)",
        "INSERT INTO t SELECT i, 'a' || i FROM generate_series(1, 6) i");
    scene.since(
        "UPDATE t SET a = 'wrong' WHERE id IN (1, 2)",
        "UPDATE t SET a = 'newer?' WHERE id = 3",
        "DELETE FROM t WHERE id = 4",
        "INSERT INTO t VALUES (7, 'new'), (8, 'wrong')");
    try (TableMerge merge = scene.begin(false, "t")) {
      String plain =
          "same 2, updated 0, inserted 1, deleted 0, merged 0, newer 2, conflicts 3, altered 0";
      assertThat(counts(merge.preview(scene.live(), MergeOptions.DEFAULT).tables().getFirst()))
          .isEqualTo(plain);
      assertThat(counts(merge.apply(scene.live(), MergeOptions.DEFAULT).tables().getFirst()))
          .isEqualTo(plain);
      MergeOptions told =
          MergeOptions.DEFAULT.withDamaged(
              Map.of(QualifiedName.of("public", "t"), "a = 'wrong' -- so"));
      MergedTable table = merge.apply(scene.live(), told).tables().getFirst();
      assertThat(counts(table))
          .isEqualTo(
              "same 2, updated 2, inserted 1, deleted 1, merged 0, newer 1, conflicts 1, altered 0");
      for (String bad : List.of("a = ", "b = 1", "true); DROP TABLE t; --", "", "1/0 = id")) {
        assertThatThrownBy(
                () ->
                    merge.apply(
                        scene.live(),
                        MergeOptions.DEFAULT.withDamaged(
                            Map.of(QualifiedName.of("public", "t"), bad))))
            .isInstanceOfSatisfying(
                RipcordException.class, e -> assertThat(e.code().exitStatus()).isEqualTo(2));
      }
    }
    assertThat(scene.rows("SELECT t::text FROM t ORDER BY id"))
        .containsExactly("(1,a1)", "(2,a2)", "(3,newer?)", "(4,a4)", "(5,a5)", "(6,a6)", "(7,new)");
  }

  @Test
  void whatWasOverwrittenIsARowAgain() {
    scene.all(
        "CREATE TYPE pair AS (a text, b int[])",
        "CREATE TABLE t (id int PRIMARY KEY, a text[], b pair, c json, d numeric(9, 3), e bytea)",
        "INSERT INTO t VALUES (1, '{a,\"b,c\",NULL}', '(\"x,y\",\"{1,2}\")', '{\"a\":  \"b\"}', 1.5, '\\x00ff')",
        "CREATE TABLE damaged AS SELECT * FROM t");
    scene.damage("UPDATE t SET a = a || a, d = 7, e = 'x', b.a = '''' ");
    scene.since("DELETE FROM damaged", "INSERT INTO damaged SELECT * FROM t");

    assertThat(scene.apply("t").restored()).isEqualTo(1);
    assertThat(
            scene.rows(
                "SELECT (jsonb_populate_record(NULL::damaged, kept - 'c'))::text ="
                    + " (SELECT (jsonb_populate_record(whole, '{\"c\": null}'))::text FROM damaged whole)"
                    + " FROM ripcord_kept.merged_rows"))
        .containsExactly("t");
    assertThat(scene.rows("SELECT kept ->> 'c' FROM ripcord_kept.merged_rows"))
        .containsExactly("{\"a\":  \"b\"}");
  }

  @Test
  void whatAKilledMergeLeftIsDeletedAndWhatAnotherHoldsIsNot() throws IOException {
    Path left = Files.createDirectory(home.resolve("ripcord-merge-left"));
    Path lock = Files.writeString(left.resolve("lock"), "");
    Path rows = Files.writeString(left.resolve("table-1"), "rows");
    assertThat(List.of(lock, rows)).allMatch(Files::exists);
    List<QualifiedName> tables = List.of(QualifiedName.of("public", "t"));
    try (TableMerge one = TableMerge.begin("one", tables, home);
        TableMerge other = TableMerge.begin("other", tables, home)) {
      assertThat(left).doesNotExist();
      try (Stream<Path> there = Files.list(home)) {
        assertThat(there).hasSize(2);
      }
      assertThat(one).isNotSameAs(other);
    }
  }

  @Test
  void aTruncatedTableComesBack() {
    scene.all(
        "CREATE TABLE t (id bigint PRIMARY KEY, a text)",
        "INSERT INTO t SELECT i, repeat('x', 20) || i FROM generate_series(1, 20000) i");
    scene.damage("TRUNCATE t");
    scene.since("INSERT INTO t VALUES (17, 'new'), (20001, 'new')");

    assertThat(applied("t"))
        .isEqualTo(
            "same 0, updated 0, inserted 19999, deleted 0, merged 0, newer 0, conflicts 1, altered 0");
    assertThat(scene.rows("SELECT count(*) FROM t")).containsExactly("20001");
  }
}
