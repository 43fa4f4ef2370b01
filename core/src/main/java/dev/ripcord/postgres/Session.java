package dev.ripcord.postgres;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * One connection, in autocommit unless inside {@link #transaction}. Not safe for use by several
 * threads at once; {@link #cancel} and {@link #abort} may come from any thread.
 */
public final class Session implements AutoCloseable {
  private final Connection connection;
  private final int announcedPid;

  private Session(Connection connection) throws SQLException {
    this.connection = connection;
    this.announcedPid = connection.unwrap(PGConnection.class).getBackendPID();
  }

  /**
   * Connects.
   *
   * @param applicationName as others see it in {@code pg_stat_activity}
   * @throws DatabaseException if the server refuses or cannot be reached
   */
  public static Session open(DatabaseUrl url, String applicationName) {
    Properties properties = url.properties();
    properties.setProperty("ApplicationName", applicationName);
    properties.putIfAbsent("connectTimeout", "10");
    properties.putIfAbsent("tcpKeepAlive", "true");
    try {
      Connection connection = new Driver().connect(url.jdbc(), properties);
      if (connection == null) {
        throw new RipcordException(ProblemCode.INPUT, "not an address of PostgreSQL: " + url);
      }
      return new Session(connection);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /**
   * The process that serves this session as it was announced at login; a pooler announces a number
   * of its own making.
   */
  public int announcedPid() {
    return announcedPid;
  }

  /** Runs one or more statements without parameters. */
  public void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      // braces are left alone: setEscapeProcessing would rewrite {fn …} inside users' SQL
      statement.setEscapeProcessing(false);
      boolean unused = statement.execute(sql);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /**
   * Runs one statement and counts the rows that it changed.
   *
   * @param parameters for the question marks; text, numbers, booleans, byte arrays or null
   */
  @CanIgnoreReturnValue
  public long update(String sql, @Nullable Object... parameters) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeLargeUpdate();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** Runs one statement without reading its text for question marks, and counts changed rows. */
  @CanIgnoreReturnValue
  public long updatePlain(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      return statement.executeLargeUpdate(sql);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** Runs one query and reads each of its rows. */
  public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... parameters) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      try (ResultSet results = statement.executeQuery()) {
        return readAll(results, reader);
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** Likewise, without reading its text for question marks. */
  public <T> List<T> queryPlain(String sql, RowReader<T> reader) {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet results = statement.executeQuery(sql)) {
        return readAll(results, reader);
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private static <T> List<T> readAll(ResultSet results, RowReader<T> reader) throws SQLException {
    List<T> rows = new ArrayList<>();
    Row row = new Row(results);
    while (results.next()) {
      rows.add(reader.read(row));
    }
    return rows;
  }

  /**
   * Runs one query without parameters and without reading its text for question marks, such as one
   * that a user wrote.
   *
   * @return the first column of the first row as text; null if it is NULL or there is no row
   */
  public @Nullable String scalar(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      if (!statement.execute(sql)) {
        return null;
      }
      try (ResultSet results = statement.getResultSet()) {
        return results.next() ? results.getString(1) : null;
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /**
   * Runs the work in one transaction. An exception of the work rolls back and is thrown on; a
   * connection lost at COMMIT is {@link Commit#UNKNOWN}, to be looked into, never guessed.
   */
  public Commit transaction(Work work) {
    try {
      connection.setAutoCommit(false);
      work.run(this);
    } catch (SQLException e) {
      rollBackAfter(e);
      throw new DatabaseException(e);
    } catch (RuntimeException | Error e) {
      rollBackAfter(e);
      throw e;
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      DatabaseException failure = new DatabaseException(e);
      if (failure.connectionLost() || isClosed()) {
        return Commit.UNKNOWN;
      }
      rollBackAfter(e);
      throw failure;
    }
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
    return Commit.COMMITTED;
  }

  private void rollBackAfter(Throwable failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** How a transaction ended, as far as the client can know. */
  public enum Commit {
    COMMITTED,
    /** The connection broke while COMMIT was under way. */
    UNKNOWN
  }

  /** What is done in a transaction. */
  @FunctionalInterface
  public interface Work {
    /**
     * @param session in the transaction
     */
    void run(Session session);
  }

  /** For bulk loads. */
  CopyManager copy() {
    try {
      return connection.unwrap(PGConnection.class).getCopyAPI();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** The connection itself, for readers of this package that stream. */
  Connection connection() {
    return connection;
  }

  /** Whether the connection is known to be closed. */
  public boolean isClosed() {
    try {
      return connection.isClosed();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** Asks the server to cancel the running statement. */
  public void cancel() {
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** Drops the connection at once, without a word to the server, as a killed process would. */
  public void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** Closes the connection; what was not committed is rolled back by the server. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }
}
