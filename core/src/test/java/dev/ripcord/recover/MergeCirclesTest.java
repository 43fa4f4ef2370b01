package dev.ripcord.recover;

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

/** Rows that point to each other in a circle. */
@ExtendWith(TestDatabase.Extension.class)
class MergeCirclesTest {
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
  void circlesAreClosedAtOnceWhereTheyCanBe() {
    scene.all(
        "CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL)",
        "CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a DEFERRABLE)",
        "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE",
        """
        BEGIN; SET CONSTRAINTS ALL DEFERRED;
        INSERT INTO a SELECT i, i FROM generate_series(1, 4) i;
        INSERT INTO b SELECT i, i % 4 + 1 FROM generate_series(1, 4) i;
        INSERT INTO a VALUES (5, 6); INSERT INTO b VALUES (6, 5); COMMIT""");
    scene.damage("TRUNCATE a, b");
    assertThat(scene.applied("a", "b")).containsExactly(line(0, 5, 0, 0), line(0, 5, 0, 0));
  }

  @Test
  void whoNeedsAHopelessRowOfACircleIsLeftOutWithIt() {
    scene.all(
        "CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL, u int UNIQUE)",
        "CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a DEFERRABLE)",
        "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE",
        """
        BEGIN; SET CONSTRAINTS ALL DEFERRED;
        INSERT INTO a SELECT i, i, i FROM generate_series(1, 4) i;
        INSERT INTO b SELECT i, i FROM generate_series(1, 4) i; COMMIT""");
    scene.damage("TRUNCATE a, b");
    scene.since(
        """
        BEGIN; SET CONSTRAINTS ALL DEFERRED;
        INSERT INTO a VALUES (9, 9, 2); INSERT INTO b VALUES (9, 9); COMMIT""");
    assertThat(scene.applied("a", "b")).containsExactly(line(0, 3, 0, 1), line(0, 3, 0, 1));
  }

  @Test
  void aRowThatMustStayKeepsNoCircleFromComingBack() {
    scene.all(
        "CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL)",
        "CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a DEFERRABLE)",
        "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE",
        "CREATE TABLE c (id int PRIMARY KEY, a int REFERENCES a DEFERRABLE)",
        """
        BEGIN; SET CONSTRAINTS ALL DEFERRED;
        INSERT INTO a SELECT i, i FROM generate_series(1, 4) i;
        INSERT INTO b SELECT i, i FROM generate_series(1, 4) i; COMMIT\
        """);
    scene.damage(
        "TRUNCATE a, b, c",
        """
        BEGIN; SET CONSTRAINTS ALL DEFERRED;
        INSERT INTO a VALUES (8, 8), (9, 9); INSERT INTO b VALUES (8, 8), (9, 9); COMMIT\
        """);
    scene.since("INSERT INTO c VALUES (1, 9)");

    assertThat(scene.applied("a", "b")).containsExactly(line(0, 4, 1, 1), line(0, 4, 1, 1));
    assertThat(scene.rows("SELECT id FROM a ORDER BY 1")).containsExactly("1", "2", "3", "4", "9");
  }

  @Test
  void aTriggerThatWaitedSeesTheNamesOfTheDatabase() {
    scene.all(
        "CREATE SCHEMA app; CREATE TABLE app.seen (id int)",
        "CREATE TABLE app.a (id int PRIMARY KEY, b int NOT NULL)",
        "CREATE TABLE app.b (id int PRIMARY KEY, a int NOT NULL REFERENCES app.a DEFERRABLE)",
        "ALTER TABLE app.a ADD FOREIGN KEY (b) REFERENCES app.b DEFERRABLE",
        """
        BEGIN; SET CONSTRAINTS ALL DEFERRED;
        INSERT INTO app.a VALUES (1, 1); INSERT INTO app.b VALUES (1, 1); COMMIT\
        """);
    scene.damage("TRUNCATE app.a, app.b");
    scene.since(
        """
        DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = app', current_database()); END $$;
        CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          INSERT INTO seen VALUES (NEW.id);
          RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER f AFTER INSERT ON app.a DEFERRABLE INITIALLY DEFERRED
          FOR EACH ROW EXECUTE FUNCTION app.f()
        """);

    assertThat(scene.applied("app.a", "app.b")).containsExactly(line(0, 1, 0, 0), line(0, 1, 0, 0));
    assertThat(scene.rows("SELECT id FROM app.seen")).containsExactly("1");
  }

  @Test
  void aUniqueValueThatMayWaitAndWasTakenSinceKeepsNoCircleFromComingBack() {
    scene.all(
        "CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL, u int UNIQUE DEFERRABLE)",
        "CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a DEFERRABLE)",
        "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE",
        """
        BEGIN; SET CONSTRAINTS ALL DEFERRED;
        INSERT INTO a SELECT i, i, i FROM generate_series(1, 4) i;
        INSERT INTO b SELECT i, i FROM generate_series(1, 4) i; COMMIT\
        """);
    scene.damage("TRUNCATE a, b");
    scene.since(
        """
        BEGIN; SET CONSTRAINTS ALL DEFERRED;
        INSERT INTO a VALUES (9, 9, 2); INSERT INTO b VALUES (9, 9); COMMIT\
        """);

    assertThat(scene.applied("a", "b")).containsExactly(line(0, 3, 0, 1), line(0, 3, 0, 1));
    assertThat(scene.rows("SELECT id FROM a ORDER BY 1")).containsExactly("1", "3", "4", "9");
  }

  private static void assertRefused(ThrowingCallable work, String... parts) {
    assertThatThrownBy(work)
        .isInstanceOfSatisfying(
            RipcordException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.REFUSED))
        .hasMessageContainingAll(parts);
  }

  @Test
  void aCircleThatCannotWaitIsRefused() {
    scene.all(
        "CREATE TABLE a (id int PRIMARY KEY, b int)",
        "CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a)",
        "ALTER TABLE a ADD CONSTRAINT round FOREIGN KEY (b) REFERENCES b",
        "INSERT INTO a VALUES (1)");
    scene.damage("DELETE FROM a");
    assertRefused(
        () -> scene.apply("a", "b"), "in a circle", "round of public.a", "b_a_fkey of public.b");
    assertThat(scene.rows("SELECT count(*) FROM a")).containsExactly("0");
    assertThat(scene.applied("a")).containsExactly(line(0, 1, 0, 0));
  }
}
