package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.migration.MigrationReader;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Planner;
import dev.ripcord.plan.Risk;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plans changes for a small shop on a real server, and tells what one rule says of them. */
final class Judged {
  static final String SCHEMA =
      """
      CREATE TABLE teams (id bigint PRIMARY KEY, name text NOT NULL);
      CREATE TABLE users (
        id bigint PRIMARY KEY,
        team_id bigint REFERENCES teams ON DELETE CASCADE,
        login varchar(20) NOT NULL,
        visits integer,
        price numeric(10,2),
        born date,
        code varchar(20),
        CONSTRAINT visited CHECK (visits IS NOT NULL)
      );
      CREATE TABLE badges (id bigint PRIMARY KEY, parent bigint REFERENCES badges);
      CREATE TABLE notes (id bigint PRIMARY KEY, user_id bigint REFERENCES users, body text);
      CREATE FUNCTION nod() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER update BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION nod();
      CREATE TRIGGER of_login BEFORE UPDATE OF login ON users FOR EACH ROW EXECUTE FUNCTION nod();
      CREATE TRIGGER note_changed BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION nod();
      """;

  private Judged() {}

  /** A 'sql' change with a way back that does nothing, or the one that is given. */
  static String sql(String up, String... down) {
    return """
      - sql:
          name: by hand
          phase: expand
          up: |
            %s
          down: |
            %s
      """
        .formatted(
            up.strip().replace("\n", "\n      "),
            down.length == 0 ? "SELECT 1" : down[0].strip().replace("\n", "\n      "));
  }

  /** The plan, without hazards yet. */
  static Plan plan(TestDatabase database, String changes) {
    try (Session session = database.open()) {
      session.execute(SCHEMA);
      return planned(session, changes);
    }
  }

  /** Likewise, for the database as it is. */
  static Plan planned(Session session, String changes) {
    try {
      Path file = Files.createTempFile("hazards", ".yaml");
      try {
        Path unused = Files.writeString(file, "migration: judged\nchanges:\n" + changes);
        return Planner.plan(MigrationReader.read(file), CatalogReader.snapshot(session));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What the rule says of all steps; fails when the plan that it is part of says otherwise. */
  static List<String> messages(Rule rule, Plan plan) {
    List<String> messages = new ArrayList<>();
    for (Step step : Hazards.of(plan).steps()) {
      List<Hazard> own =
          step.hazards().stream().filter(each -> each.code().equals(rule.code())).toList();
      own.forEach(each -> messages.add(step.id() + ": " + each.message()));
      if (!own.isEmpty() && rule.serious()) {
        assertThat(step.risk()).isGreaterThanOrEqualTo(Risk.HIGH);
      }
    }
    return messages;
  }
}
