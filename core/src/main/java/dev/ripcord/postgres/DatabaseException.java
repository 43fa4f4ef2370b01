package dev.ripcord.postgres;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A statement that PostgreSQL refused, or a connection that broke. */
public final class DatabaseException extends RipcordException {
  private static final long serialVersionUID = 1L;

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /** lock_not_available, serialization_failure, deadlock_detected. */
  private static final Set<String> WORTH_RETRYING = Set.of(LOCK_NOT_AVAILABLE, "40001", "40P01");

  /** too_many_connections. */
  private static final String NONE_FREE = "53300";

  private final String sqlState;

  DatabaseException(SQLException cause) {
    super(ProblemCode.DATABASE, words(cause), cause);
    String state = cause.getSQLState();
    sqlState = state == null ? "" : state;
  }

  private static String words(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof CertPathBuilderException) {
        return "the server's certificate is not signed by an authority that is trusted here: "
            + message;
      }
      if (cause instanceof UnknownHostException) {
        return "no host " + cause.getMessage() + " is known";
      }
      if (cause instanceof SocketTimeoutException || cause instanceof NoRouteToHostException) {
        return message + " " + cause.getMessage();
      }
    }
    return message;
  }

  /** What the server says, in one line; without its severity, detail, hint and place. */
  public String primary() {
    String message =
        server()
            .map(ServerErrorMessage::getMessage)
            .orElseGet(() -> String.valueOf(getMessage()).replaceFirst("^[A-Z]+: ", ""));
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /** Where the server was when it met this, such as a line of COPY; absent if it does not say. */
  public Optional<String> context() {
    return server().map(ServerErrorMessage::getWhere);
  }

  /** Where in the statement this is, in code points from 1; 0 if the server does not say. */
  public int position() {
    return server().map(ServerErrorMessage::getPosition).orElse(0);
  }

  private Optional<ServerErrorMessage> server() {
    return getCause() instanceof PSQLException said
        ? Optional.ofNullable(said.getServerErrorMessage())
        : Optional.empty();
  }

  /** The five characters of the SQL standard, or an empty string if the server sent none. */
  public String sqlState() {
    return sqlState;
  }

  /** A setting that this server does not know (42704): a newer pg_dump begins with such. */
  public boolean unknownSetting(String statement) {
    return sqlState.equals("42704") && statement.startsWith("SET ");
  }

  /** A lock that was not available, a serialization failure or a deadlock: try again, bounded. */
  public boolean worthRetrying() {
    return WORTH_RETRYING.contains(sqlState);
  }

  /** A lock that was not available in time (55P03). */
  public boolean lockNotAvailable() {
    return sqlState.equals(LOCK_NOT_AVAILABLE);
  }

  /**
   * No connection was to be had, for all are in use: of the server, the database or the role
   * (53300). Nothing is lost by that, and another may end any moment.
   */
  public boolean noneFree() {
    return sqlState.equals(NONE_FREE);
  }

  /**
   * The connection is gone (class 08, or the server shut down: 57P01 to 57P03), or none was to be
   * had.
   */
  public boolean connectionLost() {
    return sqlState.startsWith("08") || sqlState.startsWith("57P") || noneFree();
  }
}
