package dev.ripcord.validate;

import dev.ripcord.journal.Entry;
import dev.ripcord.journal.Journal;
import dev.ripcord.metric.Baseline;
import dev.ripcord.metric.Surroundings;
import dev.ripcord.migration.Aftermath;
import dev.ripcord.migration.Check;
import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Metric;
import dev.ripcord.migration.Thresholds;
import dev.ripcord.postgres.CatalogReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.secret.Secrets;
import dev.ripcord.sql.QualifiedName;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A database of people and their orders, as a rollback left it, and who looks at it. */
final class Shop {
  static final List<QualifiedName> TABLES =
      List.of(QualifiedName.of("public", "orders"), QualifiedName.of("public", "people"));

  private static final String SCHEMA =
      """
      CREATE TABLE people (id int PRIMARY KEY, login text NOT NULL);
      CREATE TABLE orders (id int PRIMARY KEY, person int CONSTRAINT buyer REFERENCES people);
      CREATE INDEX by_person ON orders (person);
      INSERT INTO people SELECT n, 'p' || n FROM generate_series(1, 100) n;
      INSERT INTO orders SELECT n, n % 100 + 1 FROM generate_series(1, 300) n;
      ANALYZE people; ANALYZE orders;
      """;

  private final DatabaseUrl url;
  private SchemaFingerprint before = new SchemaFingerprint(Map.of());

  final List<Entry> journal = new ArrayList<>();
  final List<Check> checks = new ArrayList<>();
  final List<Metric> metrics = new ArrayList<>();
  final List<Baseline> baselines = new ArrayList<>();
  final List<String> channels = new ArrayList<>();
  Backups backups = Backups.NONE;
  Optional<String> accepted = Optional.empty();
  Aftermath aftermath = new Aftermath(List.of(), List.of(), thresholds(Duration.ofMinutes(15)));

  private Shop(DatabaseUrl url) {
    this.url = url;
  }

  /**
   * @param more statements before the start
   */
  static Shop open(DatabaseUrl url, String... more) {
    Shop shop = new Shop(url);
    shop.sql(SCHEMA);
    for (String statement : more) {
      shop.sql(statement);
    }
    shop.start();
    return shop;
  }

  /** Whose database nobody looks into. */
  static Shop unopened() {
    return new Shop(DatabaseUrl.parse("postgres://nobody@localhost/nothing"));
  }

  /** From now on this is how it was at the start. */
  void start() {
    try (Session session = session()) {
      before = CatalogReader.fingerprint(session);
      journal(Entry.Kind.START, "surroundings", Start.read(session, TABLES).line());
    }
  }

  /** Nothing settles; the longest transaction may be open for so long. */
  static Thresholds thresholds(Duration longestTransaction) {
    return new Thresholds(
        new Thresholds.Patience(Duration.ofSeconds(30), Duration.ZERO),
        new Thresholds.Service(2, 1.5),
        new Thresholds.Database(
            new Thresholds.Load(longestTransaction, longestTransaction, longestTransaction, 80),
            new Thresholds.Rows(90, 50, 20, 50),
            new Thresholds.Log(1L << 20, 1_000_000)));
  }

  void journal(Entry.Kind kind, String unit, String detail) {
    journal.add(new Journal("a plan", Clock.systemUTC()).after(journal, kind, unit, detail));
  }

  /** A metric of the user's that a query gives, with what is usual of it. */
  void metric(String name, String query, double baseline) {
    metrics.add(metric(name, new Measure.Sql(query)));
    baselines.add(new Baseline(name, baseline, baseline, 20, Duration.ofMinutes(1), false));
  }

  static Metric metric(String name, Measure measure) {
    return new Metric(
        name,
        measure,
        Duration.ofMillis(100),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        1,
        OptionalDouble.empty());
  }

  Session session() {
    return Session.open(url, "test");
  }

  void sql(String statements) {
    try (Session session = session()) {
      session.execute(statements);
    }
  }

  Subject subject() {
    return new Subject(
        before,
        TABLES,
        new Subject.Watched(checks, metrics, baselines, channels),
        aftermath,
        journal,
        accepted);
  }

  private Surroundings around() {
    return new Surroundings(url, new Secrets(Map.of()), checks, Clock.systemUTC());
  }

  /** What one item says. */
  Finding look(Item item) {
    return look(item, url);
  }

  /** Likewise, to a role of less power, or by another way in. */
  Finding look(Item item, DatabaseUrl by) {
    try (Session session = Session.open(by, "ripcord validate");
        Scene scene = new Scene(session, subject(), around(), backups, () -> {})) {
      Notes notes = new Notes(Clock.systemUTC());
      item.look(scene, notes);
      return notes.finding(item);
    }
  }

  /** What all items say. */
  List<Finding> all() {
    try (Session session = Session.open(url, "ripcord validate")) {
      return new Checklist(subject(), around(), backups)
          .check(
              session,
              new Checklist.Listener() {
                @Override
                public void pulse() {}

                @Override
                public void begins(int number, String title) {}

                @Override
                public void found(Finding finding) {}
              });
    }
  }

  /** Why it failed; fails if it did not. */
  static String failure(Finding finding) {
    if (finding.verdict() instanceof Verdict.Failed failed) {
      return failed.why();
    }
    throw new AssertionError("it did not fail: " + finding);
  }

  /** Why a person must look; fails if none must. */
  static String open(Finding finding) {
    if (finding.verdict() instanceof Verdict.Open open) {
      return open.why();
    }
    throw new AssertionError("it is not open: " + finding);
  }
}
