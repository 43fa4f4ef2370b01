package dev.ripcord.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.ConstraintChange.ReferentialAction;
import dev.ripcord.plan.TableShape;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class WriteTablesTest {
  private static final QualifiedName COUNTRY = QualifiedName.of("public", "country");

  /** Its deletion would reach, by a city, rows that the old shape leaves as they are. */
  @Test
  void aRowWhoseDeletionGoesOnThroughAnotherTableIsTold(TestDatabase database) {
    // as writers have it: a key is text
    try (Session session = Session.open(database.url().with("stringtype", "unspecified"), "test")) {
      session.execute(
          """
          CREATE TABLE country (id integer PRIMARY KEY, capital integer);
          CREATE TABLE city (id integer PRIMARY KEY, country integer REFERENCES country ON DELETE CASCADE);
          INSERT INTO country VALUES (1, 11), (2, NULL);
          INSERT INTO city VALUES (11, 1);
          """);
      Snapshot before = CatalogReader.snapshot(session);

      WriteTable country = country(session, before, true);
      assertThat(country.through()).hasSize(1);
      assertThat(country.through().getFirst().holds(session, country, List.of("1"))).isTrue();
      assertThat(country.through().getFirst().holds(session, country, List.of("2"))).isFalse();
      assertThat(country(session, before, false).through()).isEmpty();
    }
  }

  private static WriteTable country(Session session, Snapshot before, boolean capital) {
    TableShape.NewKey key =
        new TableShape.NewKey(
            new Identifier("capital"),
            List.of(new Identifier("capital")),
            QualifiedName.of("public", "city"),
            List.of(new Identifier("id")),
            ReferentialAction.SET_NULL);
    TableShape shape =
        new TableShape(
            COUNTRY,
            false,
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Map.of(),
            capital ? List.of(key) : List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            List.of());
    return new WriteTables(session)
        .of(before, List.of(shape)).stream()
            .filter(each -> each.name().equals(COUNTRY))
            .findFirst()
            .orElseThrow();
  }
}
