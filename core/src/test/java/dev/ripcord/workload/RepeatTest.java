package dev.ripcord.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.plan.Planner;
import dev.ripcord.plan.TableShape;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Writes that concern two rows which belong together, as the old shape has them. */
@ExtendWith(TestDatabase.Extension.class)
class RepeatTest {
  private static final QualifiedName ADDRESS = QualifiedName.of("public", "address");
  private static final QualifiedName CUSTOMER = QualifiedName.of("public", "customer");
  private static final Identifier HOME = new Identifier("home");

  private final Ledger ledger = new Ledger();

  /** The value is in the new shape alone for as long as its transaction has no customer. */
  @ParameterizedTest
  @EnumSource
  void aRowTakesWhatTheSameTransactionGaveItsPartnerBefore(
      Layout layout, TestDatabase database, @TempDir Path folder) throws Exception {
    try (Session session = start(database)) {
      List<WriteTable> tables = tables(session, folder);
      repeat(
          session, moved(face(tables, ADDRESS, layout)), arrived(face(tables, CUSTOMER, layout)));

      assertThat(session.scalar("SELECT home FROM customer")).isEqualTo("here");
      assertThat(ledger.kept()).isEmpty();
    }
  }

  @Test
  void whatNoPartnerTookIsKept(TestDatabase database, @TempDir Path folder) throws Exception {
    try (Session session = start(database)) {
      repeat(session, moved(face(tables(session, folder), ADDRESS, Layout.AFTER_CONTRACT)));

      assertThat(ledger.kept())
          .containsExactly(new KeptValue(ADDRESS, List.of(), List.of("1"), Map.of(HOME, "here")));
    }
  }

  /** Nothing that a try has found is known when it was not committed. */
  @Test
  void aTryThatWasNotCommittedKeepsNothing(TestDatabase database, @TempDir Path folder)
      throws Exception {
    try (Session session = start(database)) {
      List<WriteTable> tables = tables(session, folder);
      new Repeat(ledger).one(session, moved(face(tables, ADDRESS, Layout.AFTER_CONTRACT)));

      assertThat(ledger.kept()).isEmpty();
    }
  }

  private static Session start(TestDatabase database) {
    // as writers have it: a key is text
    Session session = Session.open(database.url().with("stringtype", "unspecified"), "test");
    session.execute(
        """
        CREATE TABLE address (id integer PRIMARY KEY);
        CREATE TABLE customer (
          id integer PRIMARY KEY, address_id integer NOT NULL UNIQUE REFERENCES address, home text);
        INSERT INTO address VALUES (1);
        """);
    return session;
  }

  private static List<WriteTable> tables(Session session, Path folder) throws Exception {
    Path file = folder.resolve("migration.yaml");
    Files.writeString(
        file,
        """
        migration: m
        changes:
          - move_columns: {table: customer, columns: [home], to: address, key: {id: address_id}}
        """);
    Snapshot before = CatalogReader.snapshot(session);
    List<TableShape> shapes = Planner.plan(MigrationReader.read(file), before).shapes();
    return new WriteTables(session).of(before, shapes);
  }

  private static Face face(List<WriteTable> tables, QualifiedName name, Layout layout) {
    WriteTable table =
        tables.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return Face.of(table, Shape.NEW, layout).orElseThrow();
  }

  private static Done moved(Face face) {
    return done(
        new Operation.Update(face, List.of("1"), Map.of(HOME, "here"), List.of(), List.of()),
        Map.of());
  }

  private static Done arrived(Face face) {
    Map<Identifier, String> values =
        Map.of(new Identifier("id"), "7", new Identifier("address_id"), "1");
    return done(
        new Operation.Insert(face, Map.copyOf(values), List.of()),
        // what its client sees the trigger took
        face.showsWhatLeaves() ? Map.of(HOME, "here") : Map.of());
  }

  private static Done done(Operation operation, Map<Identifier, String> stored) {
    return new Done(
        operation,
        new SqlStatement.Result(1, Optional.empty(), Map.copyOf(stored), Map.of()),
        List.of(),
        false);
  }

  private void repeat(Session session, Done... transaction) {
    Repeat repeat = new Repeat(ledger);
    for (Done each : transaction) {
      repeat.one(session, each);
    }
    repeat.finish();
  }
}
