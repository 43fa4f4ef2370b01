package dev.ripcord.benchmarks;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * The same change by Liquibase itself, in this process: {@code update}, then a rollback of its
 * change set. A dropped column has no inverse of its own there, so the change set says how, as its
 * documentation shows: it adds the column anew.
 *
 * @param seconds that the rollback took, connected already
 * @param lost rows that had a value and have none
 */
record LiquibaseRollback(double seconds, long lost) {
  private static final Logger LOG = Logger.getLogger("liquibase");

  private static final String CHANGELOG =
      """
      databaseChangeLog:
        - changeSet:
            id: drop-email
            author: benchmark
            changes:
              - dropColumn: {tableName: big, columnName: email}
            rollback:
              - addColumn: {tableName: big, columns: [{column: {name: email, type: text}}]}
      """;

  /** Of a table {@code big} whose {@code email} is NOT NULL; its journal tables go again. */
  static LiquibaseRollback of(DatabaseUrl url) throws Exception {
    LOG.setLevel(Level.OFF);
    String unused = System.setProperty("liquibase.analytics.enabled", "false");
    Path folder = Files.createTempDirectory("ripcord-benchmark-");
    Path changelog = Files.writeString(folder.resolve("changelog.yaml"), CHANGELOG);
    long before = valued(url);
    double seconds =
        Scope.child(
            Map.of(Scope.Attr.ui.name(), new LoggerUIService()),
            () -> {
              try (Connection connection = connect(url);
                  Liquibase liquibase = liquibase(connection, folder)) {
                liquibase.setShowSummary(UpdateSummaryEnum.OFF);
                liquibase.update(new Contexts(), new LabelExpression());
                return Stopwatch.seconds(
                    () -> liquibase.rollback(1, new Contexts(), new LabelExpression()));
              }
            });
    Files.delete(changelog);
    Files.delete(folder);
    long after = valued(url);
    try (Session session = Session.open(url, "benchmark")) {
      session.execute("DROP TABLE databasechangelog, databasechangeloglock");
    }
    return new LiquibaseRollback(seconds, before - after);
  }

  private static Connection connect(DatabaseUrl url) throws Exception {
    Properties properties = new Properties();
    properties.setProperty("user", url.user());
    properties.setProperty("password", url.password());
    return DriverManager.getConnection(
        String.format(
            Locale.ROOT, "jdbc:postgresql://%s:%d/%s", url.host(), url.port(), url.database()),
        properties);
  }

  private static Liquibase liquibase(Connection connection, Path folder) throws Exception {
    Database database =
        DatabaseFactory.getInstance()
            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
    return new Liquibase("changelog.yaml", new DirectoryResourceAccessor(folder), database);
  }

  private static long valued(DatabaseUrl url) {
    try (Session session = Session.open(url, "benchmark")) {
      return session
          .query("SELECT count(email) AS valued FROM big", row -> row.number("valued"))
          .getFirst();
    }
  }
}
