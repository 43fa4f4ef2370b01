package dev.ripcord.recover;

import static dev.ripcord.recover.MergeScene.counts;
import static dev.ripcord.recover.MergeScene.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What live's constraints, foreign keys and triggers make of a merge. */
@ExtendWith(TestDatabase.Extension.class)
class MergeConstraintsTest {
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
  void parentsComeBeforeChildrenAndGoAfterThem() {
    scene.all(
        "CREATE TABLE parent (id int PRIMARY KEY)",
        "CREATE TABLE child (id int PRIMARY KEY, p int NOT NULL REFERENCES parent)",
        "INSERT INTO parent VALUES (1), (2)",
        "INSERT INTO child VALUES (1, 1), (2, 2)");
    scene.damage(
        "TRUNCATE parent, child",
        "INSERT INTO parent VALUES (7)",
        "INSERT INTO child VALUES (7, 7)");

    assertThat(scene.applied("child", "parent"))
        .containsExactly(line(0, 2, 1, 0), line(0, 2, 1, 0));
    assertThat(scene.rows("SELECT c::text FROM child c ORDER BY 1"))
        .containsExactly("(1,1)", "(2,2)");
  }

  @Test
  void aTreeComesBackWhateverTheOrderOfItsKeys() {
    scene.all(
        "CREATE TABLE node (id int PRIMARY KEY, up int REFERENCES node)",
        "INSERT INTO node SELECT i, nullif(i % 3000 + 1, 1) FROM generate_series(3000, 1, -1) i");
    scene.damage("DELETE FROM node");
    scene.since("INSERT INTO node VALUES (2000, NULL)");

    assertThat(scene.applied("node")).containsExactly(line(0, 2999, 0, 1));
    assertThat(scene.rows("SELECT count(*) FROM node WHERE up IS NULL")).containsExactly("2");
  }

  @Test
  void whatFitsNoMoreIsAConflictAndNotAFailure() {
    scene.all(
        "CREATE TABLE parent (id int PRIMARY KEY)",
        "CREATE TABLE t (id int PRIMARY KEY, mail text UNIQUE, p int REFERENCES parent, n varchar(9), CHECK (n <> 'no'))",
        "INSERT INTO parent VALUES (1), (2)",
        "INSERT INTO t SELECT i, 'm' || i, 1 + i % 2, 'n' || i FROM generate_series(1, 9) i",
        "UPDATE t SET n = '123456789' WHERE id = 5",
        "UPDATE t SET p = CASE id WHEN 8 THEN 2 ELSE 1 END");
    scene.damage("DELETE FROM t");
    scene.since(
        "INSERT INTO t VALUES (70, 'm7', 1, '')",
        "DELETE FROM parent WHERE id = 2",
        "ALTER TABLE t ALTER n TYPE varchar(8)",
        "ALTER TABLE t ADD CHECK (id <> 9)");
    MergedTable table = scene.apply("t").tables().getFirst();

    assertThat(counts(table)).isEqualTo(line(0, 5, 0, 4));
    assertThat(table.examples())
        .filteredOn(each -> each.kind() == MergeExample.Kind.CONFLICT)
        .extracting(each -> each.key().values() + " " + each.why().lines().findFirst().orElse(""))
        .containsExactlyInAnyOrder(
            "[5] ERROR: value too long for type character varying(8)",
            "[7] ERROR: duplicate key value violates unique constraint \"t_mail_key\"",
            "[8] ERROR: insert or update on table \"t\" violates foreign key constraint \"t_p_fkey\"",
            "[9] ERROR: new row for relation \"t\" violates check constraint \"t_id_check\"");
  }

  @Test
  void uniqueValuesThatTheDamageMovedMoveBack() {
    scene.all(
        "CREATE TABLE t (id int PRIMARY KEY, place int UNIQUE)",
        "INSERT INTO t SELECT i, i FROM generate_series(1, 1200) i");
    scene.damage("UPDATE t SET place = -place", "UPDATE t SET place = 1 - place");

    assertThat(scene.applied("t")).containsExactly(line(1200, 0, 0, 0));
    assertThat(scene.rows("SELECT count(*) FROM t WHERE place = id")).containsExactly("1200");
  }

  @Test
  void noCascadeTakesNewerRowsAlong() {
    scene.all(
        "CREATE TABLE parent (id int PRIMARY KEY, code text UNIQUE)",
        "CREATE TABLE child (id int PRIMARY KEY, p int REFERENCES parent ON DELETE CASCADE, code text REFERENCES parent (code) ON UPDATE CASCADE)",
        "INSERT INTO parent VALUES (1, 'one'), (2, 'two')");
    scene.damage(
        "INSERT INTO parent VALUES (7, 'seven'), (8, 'eight')",
        "UPDATE parent SET code = 'three' WHERE id = 2",
        "UPDATE parent SET code = 'none' WHERE id = 1");
    scene.since("INSERT INTO child VALUES (1, 7, NULL), (2, NULL, 'three')");

    assertThat(scene.applied("parent")).containsExactly(line(1, 0, 1, 2));
    assertThat(scene.rows("SELECT c::text FROM child c ORDER BY id"))
        .containsExactly("(1,7,)", "(2,,three)");
    assertThat(scene.rows("SELECT p::text FROM parent p ORDER BY id"))
        .containsExactly("(1,one)", "(2,three)", "(7,seven)");
  }

  @Test
  void noCascadeOfAGeneratedColumnChangesNewerRows() {
    scene.all(
        "CREATE TABLE parent (id int PRIMARY KEY, code text, lower text GENERATED ALWAYS AS"
            + " (lower(code)) STORED UNIQUE)",
        "CREATE TABLE child (id int PRIMARY KEY, code text REFERENCES parent (lower) ON UPDATE"
            + " CASCADE)",
        "INSERT INTO parent VALUES (1, 'One'), (2, 'Two')");
    scene.damage("UPDATE parent SET code = code || '!'");
    scene.since("INSERT INTO child VALUES (1, 'one!')");

    assertThat(scene.applied("parent")).containsExactly(line(1, 0, 0, 1));
    assertThat(scene.rows("SELECT code FROM child")).containsExactly("one!");
    assertThat(scene.rows("SELECT code FROM parent ORDER BY id")).containsExactly("One!", "Two");
  }

  @Test
  void whatATriggerRefusesInItsOwnWayIsAConflictAndNotAFailure() {
    scene.all(
        "CREATE TABLE t (id int PRIMARY KEY, main boolean)",
        "INSERT INTO t VALUES (1, true), (2, false), (3, false)");
    scene.damage("UPDATE t SET main = id <> 1");
    scene.since(
        """
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF NEW.id = 3 THEN RAISE 'not this one' USING ERRCODE = 'SHOP1'; END IF;
          IF NEW.main THEN UPDATE public.t SET main = false WHERE id = 2 AND main; END IF;
          RETURN NEW; END $$;
        CREATE TRIGGER f BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()
        """);

    assertThat(scene.applied("t")).containsExactly(line(2, 0, 0, 1));
    assertThat(scene.rows("SELECT t::text FROM t ORDER BY id"))
        .containsExactly("(1,t)", "(2,f)", "(3,t)");
  }

  @Test
  void aTriggerFiresAndWhatItMakesOfARowIsCounted() {
    scene.all(
        "CREATE SCHEMA app; CREATE TABLE app.seen (id int, what text)",
        "CREATE TABLE app.t (id int PRIMARY KEY, a text, at int DEFAULT 0)",
        "INSERT INTO app.t SELECT i, 'a' FROM generate_series(1, 4) i");
    scene.damage("UPDATE app.t SET a = 'wrong'");
    scene.since(
        """
        DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = app', current_database()); END $$;
        CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          INSERT INTO seen VALUES (NEW.id, NEW.a);
          IF NEW.id = 2 THEN RETURN NULL; END IF;
          IF NEW.id = 3 THEN RAISE 'not this one'; END IF;
          IF NEW.id = 4 THEN NEW.at := 17; END IF;
          RETURN NEW; END $$;
        CREATE TRIGGER f BEFORE INSERT OR UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.f()
        """);

    MergedTable table = scene.apply("app.t").tables().getFirst();

    assertThat(counts(table))
        .isEqualTo(
            "same 0, updated 2, inserted 0, deleted 0, merged 0, newer 0, conflicts 2, altered 1");
    assertThat(table.notes()).anyMatch(note -> note.endsWith("put back: f"));
    assertThat(scene.rows("SELECT t::text FROM app.t ORDER BY id"))
        .containsExactly("(1,a,0)", "(2,wrong,0)", "(3,wrong,0)", "(4,a,17)");
    assertThat(scene.rows("SELECT id FROM app.seen ORDER BY id")).containsExactly("1", "4");
    assertThat(scene.applied("app.t")).containsExactly(counts(table));
  }

  private static void assertRefused(ThrowingCallable work, String... parts) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            RipcordException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.REFUSED))
        .hasMessageContainingAll(parts);
  }

  @Test
  void whatCannotBeMergedIsSaidAtOnceAndNothingIsTouched() {
    scene.all(
        "CREATE TABLE loose (a int)",
        "CREATE TABLE nullable (a int UNIQUE)",
        "CREATE UNLOGGED TABLE unlogged (a int PRIMARY KEY)",
        "CREATE TABLE parted (a int PRIMARY KEY) PARTITION BY LIST (a)",
        "CREATE TABLE part PARTITION OF parted DEFAULT",
        "CREATE VIEW seen AS SELECT 1 AS a");
    assertRefused(
        () -> scene.apply("loose", "nullable", "unlogged", "part", "seen", "missing"),
        "public.loose has no key",
        "public.nullable has no key",
        "public.unlogged is unlogged",
        "public.part is a partition",
        "public.seen is no table",
        "public.missing is not there");
  }

  @Test
  void whatTheRoleMayNotIsSaidFirst(TestDatabase database) {
    scene.all("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    scene.damage("DELETE FROM t");
    scene.since(
        "DROP ROLE IF EXISTS merge_reader; CREATE ROLE merge_reader; GRANT SELECT, INSERT ON t TO merge_reader",
        "SET ROLE merge_reader");
    assertRefused(
        () -> scene.apply("t"),
        "merge_reader may not UPDATE public.t",
        "merge_reader may not DELETE public.t",
        "merge_reader may not make the schema ripcord_kept");
    scene.since(
        "RESET ROLE",
        "CREATE SCHEMA ripcord_kept; GRANT ALL ON SCHEMA ripcord_kept TO merge_reader",
        "GRANT ALL ON t TO merge_reader",
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
        "SET ROLE merge_reader");
    assertRefused(() -> scene.apply("t"), "public.t has row-level security");
    scene.since("RESET ROLE", "ALTER TABLE t DISABLE ROW LEVEL SECURITY", "SET ROLE merge_reader");
    assertThat(scene.applied("t")).containsExactly(line(0, 1, 0, 0));
    scene.since("RESET ROLE", "DROP OWNED BY merge_reader", "DROP ROLE merge_reader");
  }

  @Test
  void whatTheRoleMayNotSeeOfRowsThatPointToATableIsSaidFirst() {
    scene.all(
        "CREATE TABLE t (id int PRIMARY KEY, a int)",
        "CREATE TABLE child (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE)",
        "INSERT INTO t VALUES (1, 1)");
    scene.damage("UPDATE t SET a = 0", "INSERT INTO t VALUES (2)");
    scene.since(
        "DROP ROLE IF EXISTS merge_parent; CREATE ROLE merge_parent; GRANT ALL ON t TO"
            + " merge_parent",
        "CREATE SCHEMA ripcord_kept; GRANT ALL ON SCHEMA ripcord_kept TO merge_parent",
        "SET ROLE merge_parent");
    assertRefused(() -> scene.apply("t"), "merge_parent may not SELECT public.child");
    scene.since(
        "RESET ROLE",
        "GRANT SELECT ON child TO merge_parent",
        "ALTER TABLE child ENABLE ROW LEVEL SECURITY",
        "SET ROLE merge_parent");
    assertRefused(() -> scene.apply("t"), "public.child", "row-level security");
    assertThat(scene.rows("SELECT t::text FROM t ORDER BY id")).containsExactly("(1,0)", "(2,)");
    scene.since(
        "RESET ROLE", "ALTER TABLE child DISABLE ROW LEVEL SECURITY", "SET ROLE merge_parent");
    assertThat(scene.applied("t")).containsExactly(line(1, 0, 1, 0));
    scene.since("RESET ROLE", "DROP OWNED BY merge_parent", "DROP ROLE merge_parent");
  }

  @Test
  void aTriggerMeetsPoliciesAsForAnyClient() {
    scene.all("CREATE TABLE t (id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    scene.damage("DELETE FROM t");
    scene.since(
        "CREATE TABLE seen (id int); ALTER TABLE seen ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY all_of_it ON seen USING (true)",
        """
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          INSERT INTO public.seen VALUES (NEW.id);
          RETURN NEW; END $$;
        CREATE TRIGGER f BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()
        """,
        "DROP ROLE IF EXISTS merge_policy; CREATE ROLE merge_policy",
        "GRANT ALL ON t, seen TO merge_policy",
        "CREATE SCHEMA ripcord_kept; GRANT ALL ON SCHEMA ripcord_kept TO merge_policy",
        "SET ROLE merge_policy");
    assertThat(scene.applied("t")).containsExactly(line(0, 1, 0, 0));
    assertThat(scene.rows("SELECT id FROM seen")).containsExactly("1");
    scene.since("RESET ROLE", "DROP OWNED BY merge_policy", "DROP ROLE merge_policy");
  }
}
