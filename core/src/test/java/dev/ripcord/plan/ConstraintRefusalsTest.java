package dev.ripcord.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.problem.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be done exactly is refused before anything is touched, with a reason. */
@ExtendWith(TestDatabase.Extension.class)
class ConstraintRefusalsTest {
  private static final String SCHEMA =
      """
      CREATE TABLE p (id int PRIMARY KEY, word text, often int, late int UNIQUE DEFERRABLE,
        part int, amount int, same int CONSTRAINT one UNIQUE);
      CREATE UNIQUE INDEX partial ON p (part) WHERE part > 0;
      CREATE UNLOGGED TABLE light (id int PRIMARY KEY);
      CREATE TABLE parted (id int) PARTITION BY RANGE (id);
      CREATE TABLE t (id int PRIMARY KEY, p int CONSTRAINT f REFERENCES p (same), n int NOT NULL,
        w text, j json, g int GENERATED ALWAYS AS (n + 1) STORED,
        CONSTRAINT nulls UNIQUE NULLS NOT DISTINCT (w),
        CONSTRAINT exclusive EXCLUDE USING btree (n WITH =));
      CREATE TABLE keyless (a int CONSTRAINT single UNIQUE, b int CONSTRAINT few CHECK (b > 0));
      ALTER TABLE p ADD CONSTRAINT least CHECK (amount > 0);
      CREATE TABLE shown (id int PRIMARY KEY, a int NOT NULL CONSTRAINT told UNIQUE);
      ALTER TABLE shown REPLICA IDENTITY USING INDEX told;
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          add_foreign_key: {table: t, name: k, columns: [p], references: {table: p, columns: [often]}}              | nothing makes [often] of public.p unique
          add_foreign_key: {table: t, name: k, columns: [p], references: {table: p, columns: [late]}}               | nothing makes [late] of public.p unique
          add_foreign_key: {table: t, name: k, columns: [p], references: {table: p, columns: [part]}}               | nothing makes [part] of public.p unique
          add_foreign_key: {table: t, name: k, columns: [w], references: {table: p, columns: [id]}}                 | column w is text, and id, which it references, is integer
          add_foreign_key: {table: t, name: k, columns: [p], references: {table: light, columns: [id]}}             | table public.light is UNLOGGED, and public.t is not
          add_foreign_key: {table: parted, name: k, columns: [id], references: {table: p, columns: [id]}}           | table public.parted is partitioned
          add_foreign_key: {table: t, name: k, columns: [g], references: {table: p, columns: [id]}}                 | a column of the foreign key is generated
          add_foreign_key: {table: t, name: k, columns: [n], references: {table: p, columns: [id]}, on_delete: set null} | 'set null' would fail each time
          add_foreign_key: {table: t, name: f, columns: [n], references: {table: p, columns: [id]}}                 | has a constraint f already
          add_unique: {table: t, name: k, columns: [j]}                                                             | column j is json, which no index orders
          add_unique: {table: t, name: nulls, columns: [n]}                                                         | has a constraint nulls already
          add_unique: {table: t, name: partial, columns: [n]}                                                       | has a relation partial already
          drop_constraint: {table: t, name: t_pkey}                                                                 | constraint t_pkey is the primary key
          drop_constraint: {table: t, name: exclusive}                                                              | by a scan of the whole table under ACCESS EXCLUSIVE
          drop_constraint: {table: t, name: nulls}                                                                  | it takes NULL for a value
          drop_constraint: {table: t, name: t_n_not_null}                                                           | is NOT NULL of [n]
          drop_constraint: {table: p, name: one}                                                                    | foreign key f of public.t references it
          drop_constraint: {table: p, name: least}                                                                  | could not be kept aside on the way back: foreign key f of public.t
          drop_constraint: {table: shown, name: told}                                                               | its index is the replica identity
          drop_constraint: {table: keyless, name: single}                                                           | has no primary key
          drop_constraint: {table: keyless, name: few, down: {b: '1'}}                                              | has no primary key
          change_primary_key: {table: p, columns: [amount]}                                                           | cannot be exchanged: foreign key f of public.t
          change_primary_key: {table: t, columns: [j]}                                                              | column j is json, which no index orders
          """)
  void isRefused(String change, String reason, TestDatabase database) throws IOException {
    Path file = folder.resolve("m.yaml");
    Files.writeString(file, "migration: m\nchanges:\n  - " + change + "\n");
    try (Session session = database.open()) {
      session.execute(SCHEMA);
      assertThatThrownBy(
              () -> Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining(reason);
    }
  }
}
