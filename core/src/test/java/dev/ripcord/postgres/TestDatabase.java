package dev.ripcord.postgres;

import static java.util.stream.Collectors.joining;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.ParameterInfo;

/**
 * A fresh database for one test, on a scratch server that all tests of the JVM share: of the major
 * version that the test's {@link TestServer} argument names, else the usual one. Ask for it as a
 * parameter of the test or of a {@code @BeforeEach} or {@code @AfterEach} method:
 *
 * <pre>{@code
 * @ExtendWith(TestDatabase.Extension.class)
 * class SomethingTest {
 *   @Test
 *   void does(TestDatabase database) {
 *     try (Session session = database.open()) { … }
 *   }
 * }
 * }</pre>
 *
 * <p>Its defaults are hostile: a time zone that is off by 45 minutes, dates in German, bytea in the
 * old format, a schema whose name needs quotes. (The driver asks for ISO dates and the JVM's time
 * zone itself; functions, other clients and background workers see the hostile ones.) After the
 * test it is dropped, and a session that the test left open fails it.
 */
public final class TestDatabase implements AutoCloseable {
  private static final String TEMPLATE = "ripcord_test_template";
  private static final AtomicInteger COUNTER = new AtomicInteger();

  private final DatabaseUrl url;
  private final Cluster cluster;

  private TestDatabase(Cluster cluster, DatabaseUrl url) {
    this.cluster = cluster;
    this.url = url;
  }

  /** The superuser's way in. */
  public DatabaseUrl url() {
    return url;
  }

  /** A session that the test closes. */
  public Session open() {
    return Session.open(url, "test");
  }

  /** Such as {@code 18.6}. */
  public String serverVersion() {
    return cluster.server.version();
  }

  @Override
  public void close() {
    List<String> leaks = cluster.sessions(url.database());
    cluster.drop(url.database());
    if (!leaks.isEmpty()) {
      throw new AssertionError("the test left sessions open: " + leaks);
    }
  }

  /** The server that the tests of this JVM share; the next database is made while a test runs. */
  private static final class Cluster implements AutoCloseable {
    private final ServerProcess server;
    private final Session session;
    private final String strategy;
    private final ExecutorService maker = Executors.newSingleThreadExecutor();
    private final Queue<Future<?>> drops = new ConcurrentLinkedQueue<>();
    private Future<String> next;

    Cluster(TestServer wanted) {
      server = ScratchServer.start(ScratchOptions.defaults().withMajor(wanted.major()));
      session = Session.open(server.url(), "test database");
      strategy = OwnedDatabases.strategy(session);
      session.execute("CREATE DATABASE " + TEMPLATE);
      try (Session inside = Session.open(server.url().withDatabase(TEMPLATE), "test database")) {
        inside.execute("CREATE SCHEMA \"Odd Schema\"");
      }
      next = maker.submit(this::made);
    }

    synchronized TestDatabase fresh() {
      try {
        return new TestDatabase(this, server.url().withDatabase(result(next)));
      } finally {
        next = maker.submit(this::made);
      }
    }

    @CanIgnoreReturnValue
    private static <T> T result(Future<T> future) {
      try {
        return future.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }

    private String made() {
      String name = "Test " + COUNTER.incrementAndGet();
      String database = "DATABASE \"" + name + '"';
      session.execute("CREATE " + database + " TEMPLATE " + TEMPLATE + strategy);
      session.execute(
          Stream.of(
                  "timezone = 'Pacific/Chatham'",
                  "datestyle = 'German, DMY'",
                  "intervalstyle = 'sql_standard'",
                  "bytea_output = 'escape'")
              .map(setting -> "ALTER " + database + " SET " + setting)
              .collect(joining(";")));
      return name;
    }

    /** A server process lives on for a moment after its client has gone. */
    List<String> sessions(String database) {
      List<String> found = List.of();
      try (Session asking = Session.open(server.url(), "test database")) {
        for (int i = 0; i < 100; i++) {
          found =
              asking.query(
                  """
                  SELECT application_name || ' (' || coalesce(state, '') || '): ' || query
                  FROM pg_stat_activity
                  WHERE datname = ? AND backend_type = 'client backend'
                  """,
                  row -> row.text(1),
                  database);
          if (found.isEmpty()) {
            break;
          }
          TimeUnit.MILLISECONDS.sleep(20);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return found;
    }

    void drop(String database) {
      drops.add(
          maker.submit(
              () -> session.execute("DROP DATABASE IF EXISTS \"" + database + "\" WITH (FORCE)")));
    }

    @Override
    public void close() {
      try (server;
          session;
          maker) {
        drops.forEach(Cluster::result);
      }
    }
  }

  /** Hands {@link TestDatabase} to tests; one per test, whoever asks for it. */
  public static final class Extension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
        ExtensionContext.Namespace.create(TestDatabase.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == TestDatabase.class;
    }

    /** Fails, rather than skips, when the server does not start. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      Cluster cluster =
          context
              .getRoot()
              .getStore(NAMESPACE)
              .computeIfAbsent(wanted(context), Cluster::new, Cluster.class);
      return context
          .getStore(NAMESPACE)
          .computeIfAbsent(TestDatabase.class, unused -> cluster.fresh(), TestDatabase.class);
    }

    private static TestServer wanted(ExtensionContext context) {
      ParameterInfo parameters = ParameterInfo.get(context);
      if (parameters == null) {
        return TestServer.USUAL;
      }
      return parameters.getArguments().toList().stream()
          .filter(TestServer.class::isInstance)
          .map(TestServer.class::cast)
          .findFirst()
          .orElse(TestServer.USUAL);
    }
  }
}
