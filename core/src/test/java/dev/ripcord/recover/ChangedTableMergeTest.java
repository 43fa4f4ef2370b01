package dev.ripcord.recover;

import static dev.ripcord.recover.MergeScene.counts;
import static dev.ripcord.recover.MergeScene.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Merges of tables whose columns or keys changed, by the damage or since. */
@ExtendWith(TestDatabase.Extension.class)
class ChangedTableMergeTest {
  @TempDir private Path home;
  private MergeScene scene;

  @BeforeEach
  void open(TestDatabase database) {
    scene = new MergeScene(database, home);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aKeyThatIsWrittenOtherwiseIsTheSameKey() {
    scene.all(
        "CREATE EXTENSION citext; CREATE TABLE t (id citext PRIMARY KEY, n numeric UNIQUE)",
        "INSERT INTO t VALUES ('a', 1), ('b', 2)");
    scene.damage("UPDATE t SET id = upper(id)");
    scene.since("UPDATE t SET n = 3 WHERE id = 'b'");

    assertThat(scene.applied("t")).containsExactly(line(0, 1, 1, 2));
    assertThat(scene.rows("SELECT t::text FROM t ORDER BY id")).containsExactly("(a,1)", "(B,3)");
  }

  @Test
  void columnsThatOneSideLacksAreListedAndLeftAlone() {
    scene.all(
        "CREATE TABLE t (\"From\" int, id int PRIMARY KEY, old text, a text)",
        "INSERT INTO t VALUES (1, 1, 'o', 'a'), (2, 2, 'o', 'a')");
    scene.damage("UPDATE t SET a = 'wrong', old = 'wrong'", "DELETE FROM t WHERE id = 2");
    scene.since(
        "ALTER TABLE t DROP old, ADD fresh text DEFAULT 'f', DROP \"From\", ADD \"From\" int",
        "UPDATE t SET \"From\" = 1");

    MergedTable table = scene.apply("t").tables().getFirst();

    assertThat(counts(table)).isEqualTo(line(1, 1, 0, 0));
    assertThat(table.notes())
        .containsExactly(
            "column old is not merged: live stores no such one",
            "column fresh is not merged: only live stores it");
    assertThat(scene.rows("SELECT t::text FROM t ORDER BY id"))
        .containsExactly("(1,a,f,1)", "(2,a,f,2)");
  }

  private static void assertRefused(ThrowingCallable work, String... parts) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            RipcordException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.REFUSED))
        .hasMessageContainingAll(parts);
  }

  @Test
  void aKeyOfAnotherTypeIsRefused() {
    scene.all(
        "CREATE TABLE t (id char(4) PRIMARY KEY, a text)",
        "CREATE TABLE n (id numeric(5, 1) PRIMARY KEY)",
        "INSERT INTO t VALUES ('a', 'x')",
        "INSERT INTO n VALUES (1)");
    scene.damage("UPDATE t SET a = 'wrong'", "DELETE FROM n");
    scene.since("ALTER TABLE t ALTER id TYPE text", "ALTER TABLE n ALTER id TYPE numeric(6, 2)");

    assertRefused(
        () -> scene.apply("t", "n"),
        "key column id of public.t was character(4) before the damage and is text now",
        "key column id of public.n was numeric(5,1) before the damage and is numeric(6,2) now");
    try (TableMerge merge = scene.begin(false, "t")) {
      assertRefused(() -> merge.apply(scene.live(), MergeOptions.DEFAULT), "character(4)");
    }
    assertThat(scene.rows("SELECT t::text FROM t")).containsExactly("(a,wrong)");
  }

  @Test
  void aDamageThatChangedTheTypeOfAKeyIsRefused() {
    scene.all("CREATE TABLE t (id char(4) PRIMARY KEY)", "INSERT INTO t VALUES ('a')");
    scene.damage("ALTER TABLE t ALTER id TYPE text");

    assertRefused(
        () -> scene.apply("t"),
        "key column id of public.t was character(4) before the damage and is text after it");
  }

  @Test
  void aKeyOfATypeThatPrintsAndComparesAlikeIsTheSameKey() {
    scene.all(
        "CREATE TABLE t (id int, name varchar(3), a int, PRIMARY KEY (id, name))",
        "INSERT INTO t VALUES (1, 'a', 1), (2, 'b', 2)");
    scene.damage("UPDATE t SET a = 0 WHERE id = 1", "DELETE FROM t WHERE id = 2");
    scene.since("ALTER TABLE t ALTER id TYPE bigint, ALTER name TYPE text");

    assertThat(scene.applied("t")).containsExactly(line(1, 1, 0, 0));
    assertThat(scene.rows("SELECT t::text FROM t ORDER BY id"))
        .containsExactly("(1,a,1)", "(2,b,2)");
  }

  @Test
  void aKeyThatLivesTypeDoesNotTakeIsAConflictAndNotAFailure() {
    scene.all(
        "CREATE TABLE t (id int PRIMARY KEY, a int)",
        "INSERT INTO t VALUES (1, 1), (2, 2), (70000, 3)");
    scene.damage("UPDATE t SET a = 0", "DELETE FROM t WHERE id > 1");
    scene.since("ALTER TABLE t ALTER id TYPE smallint");

    MergedTable foreseen = scene.preview("t").tables().getFirst();
    assertThat(counts(foreseen)).isEqualTo(line(1, 1, 0, 1));
    assertThat(foreseen.examples())
        .anySatisfy(
            each ->
                assertThat(each.key().values() + " " + each.why())
                    .startsWith("[70000] ")
                    .contains("\"70000\" is out of range for type smallint"));
    assertThat(scene.applied("t")).containsExactly(line(1, 1, 0, 1));
    assertThat(scene.rows("SELECT t::text FROM t ORDER BY id")).containsExactly("(1,1)", "(2,2)");
  }

  @Test
  void anInsertedRowWithAValueThatOnlyLiveHasIsNobodysToDelete() {
    scene.all("CREATE TABLE t (id int PRIMARY KEY, a text)");
    scene.damage("INSERT INTO t SELECT i, 'wrong' FROM generate_series(1, 6) i");
    scene.since(
        "CREATE TYPE pair AS (a int, b text)",
        "ALTER TABLE t ADD note text, ADD state numeric(4, 1) NOT NULL DEFAULT 1, ADD p pair DEFAULT ROW(1, 'x')",
        "ALTER TABLE t ADD unique_id uuid DEFAULT gen_random_uuid()",
        "UPDATE t SET unique_id = NULL WHERE id <> 5",
        "UPDATE t SET note = 'newer' WHERE id = 2",
        "UPDATE t SET state = 2 WHERE id = 3",
        "UPDATE t SET p.b = 'y' WHERE id = 4",
        "UPDATE t SET p = NULL WHERE id = 6");

    assertThat(counts(scene.preview("t").tables().getFirst())).isEqualTo(line(0, 0, 2, 4));
    MergedTable table = scene.apply("t").tables().getFirst();
    assertThat(counts(table)).isEqualTo(line(0, 0, 2, 4));
    assertThat(table.examples())
        .filteredOn(each -> each.kind() == MergeExample.Kind.CONFLICT)
        .extracting(MergeExample::why)
        .containsOnly(
            "the damage inserted it, somebody wrote since a column that only live stores");
    assertThat(scene.rows("SELECT id FROM t ORDER BY id")).containsExactly("2", "3", "4", "5");
  }

  @Test
  void aConditionSaysOfRowsWithValuesThatOnlyLiveHasThatTheyAreDamaged() {
    scene.all("CREATE TABLE t (id int PRIMARY KEY, a text)");
    scene.since("INSERT INTO t VALUES (1, 'wrong')", "ALTER TABLE t ADD note text");
    scene.since("UPDATE t SET note = 'wrong, too'");
    try (TableMerge merge = scene.begin(false, "t")) {
      MergeOptions told =
          MergeOptions.DEFAULT.withDamaged(
              Map.of(QualifiedName.of("public", "t"), "note = 'wrong, too'"));
      assertThat(counts(merge.apply(scene.live(), told).tables().getFirst()))
          .isEqualTo(line(0, 0, 1, 0));
    }
  }

  @Test
  void aPreviewForeseesThatKeysGoWhichAreInTheWay() {
    scene.all(
        "CREATE TABLE t (id numeric PRIMARY KEY, a int)",
        "INSERT INTO t SELECT i, i FROM generate_series(1, 4) i");
    scene.damage("UPDATE t SET id = id * 1.0");
    scene.since("UPDATE t SET a = 9 WHERE id = 4");

    MergedTable foreseen = scene.preview("t").tables().getFirst();
    assertThat(counts(foreseen)).isEqualTo(line(0, 3, 3, 2));
    assertThat(scene.apply("t").tables().getFirst()).isEqualTo(foreseen);
    assertThat(scene.rows("SELECT t::text FROM t ORDER BY id"))
        .containsExactly("(1,1)", "(2,2)", "(3,3)", "(4.0,9)");
  }

  @Test
  void rowsWhoseKeysMovedAreJudgedAsTwo() {
    scene.all(
        "CREATE TABLE t (id int PRIMARY KEY, a int)",
        "INSERT INTO t SELECT i, i FROM generate_series(1, 3) i");
    scene.damage("UPDATE t SET id = id + 100");
    scene.since("UPDATE t SET a = 9 WHERE id = 102", "DELETE FROM t WHERE id = 103");

    MergedTable table = scene.apply("t").tables().getFirst();
    assertThat(counts(table))
        .isEqualTo(
            "same 1, updated 0, inserted 3, deleted 1, merged 0, newer 0, conflicts 1, altered 0");
    assertThat(table.notes())
        .containsExactly(
            "the damage inserted and deleted rows: where it changed keys, the row with the old key and"
                + " the one with the new key are judged apart");
    assertThat(scene.rows("SELECT t::text FROM t ORDER BY id"))
        .containsExactly("(1,1)", "(2,2)", "(3,3)", "(102,9)");
  }

  @Test
  void whatTheDatabaseCallsByNamesOfTheServerIsNotMeant() {
    scene.all("CREATE TABLE t (id int PRIMARY KEY)");
    scene.damage("INSERT INTO t VALUES (1)");
    scene.since(
        "CREATE FUNCTION unnest(text[]) RETURNS SETOF text LANGUAGE sql AS 'SELECT NULL WHERE false'");

    assertThat(scene.applied("t")).containsExactly(line(0, 0, 1, 0));
    assertThat(scene.rows("SELECT count(*) FROM t")).containsExactly("0");
  }
}
