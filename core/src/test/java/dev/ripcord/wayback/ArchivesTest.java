package dev.ripcord.wayback;

import static dev.ripcord.wayback.Situation.DONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Plan;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.wayback.Archives.Archive;
import dev.ripcord.wayback.Archives.Kind;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is said to be kept is what is there. */
@ExtendWith(TestDatabase.Extension.class)
class ArchivesTest {
  @TempDir private Path folder;

  @Test
  void eachTableWithWhatItIsAndHowMuch(TestDatabase database) {
    Situation situation = new Situation(database, folder);
    situation.sql(
        "CREATE TABLE t (id int PRIMARY KEY, a text, b int); CREATE TABLE gone (id int);"
            + " INSERT INTO t SELECT n, 'a' || n, n FROM generate_series(1, 50) AS n;"
            + " INSERT INTO gone VALUES (1), (2)");
    Plan plan =
        situation.plan(
            "drop_column: {table: t, column: a}",
            "backfill: {table: t, set: {b: b + 1}, where: id <= 30}",
            "drop_table: {table: gone}",
            "add_column: {table: t, column: c, type: text}");
    try (Session session = database.open()) {
      assertThat(Archives.of(session).tables()).isEmpty();
      assertThat(situation.forward(plan, Phase.CLEANUP)).isEqualTo(DONE);
      Archives archives = Archives.of(session);
      assertThat(archives.kept()).isEmpty();
      assertThat(archives.forTheWayBack())
          .extracting(Archive::kind, Archive::rows)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple(Kind.ARCHIVE, new Count.Exactly(50)),
              org.assertj.core.groups.Tuple.tuple(Kind.BEFORE, new Count.Exactly(30)),
              org.assertj.core.groups.Tuple.tuple(Kind.RETIRED, new Count.Exactly(2)));
      assertThat(archives.tables())
          .allMatch(each -> each.bytes() >= 8192 && !each.what().isEmpty());
      assertThat(archives.tables().getFirst().what())
          .contains("Archived by ripcord: a of public.t");

      String before =
          situation.scalar(
              "SELECT oid::regclass::text FROM pg_class WHERE relname LIKE 'before%' AND relkind = 'r'");
      situation.sql("ANALYZE " + before);
      try (Session other = database.open()) {
        session.execute("SET lock_timeout = '5s'");
        other.execute("BEGIN; LOCK TABLE " + before + " IN ACCESS EXCLUSIVE MODE");
        assertThat(Archives.of(session, Duration.ofMillis(200)).tables())
            .anyMatch(each -> each.rows().equals(new Count.About(30)));
        other.execute("ROLLBACK");
      }

      situation.sql("UPDATE t SET c = 'kept' WHERE id < 4");
      assertThat(situation.back(plan)).isEqualTo(DONE);
      Archives after = Archives.of(session);
      assertThat(after.forTheWayBack()).isEmpty();
      assertThat(after.kept()).extracting(Archive::rows).containsExactly(new Count.Exactly(3));
      assertThat(after.kept().getFirst().what()).contains("values of c (text) of public.t");
    }
  }
}
