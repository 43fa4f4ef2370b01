package dev.ripcord.postgres;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
    try (Session session = Session.open(cluster.server.url(), "test database")) {
      List<String> leaks = leaks(session);
      session.execute("DROP DATABASE \"" + url.database() + "\" WITH (FORCE)");
      if (!leaks.isEmpty()) {
        throw new AssertionError("the test left sessions open: " + leaks);
      }
    }
  }

  private List<String> leaks(Session session) {
    List<String> leaks = List.of();
    // a server process lives on for a moment after its client has gone
    for (int i = 0; i < 100; i++) {
      leaks =
          session.query(
              """
              SELECT application_name || ' (' || coalesce(state, '') || '): ' || query
              FROM pg_stat_activity
              WHERE datname = ? AND backend_type = 'client backend'
              """,
              row -> row.text(1),
              url.database());
      if (leaks.isEmpty()) {
        break;
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return leaks;
  }

  /** The server that the tests of this JVM share. */
  private static final class Cluster implements AutoCloseable {
    private final ServerProcess server;

    Cluster(TestServer wanted) {
      server = ScratchServer.start(ScratchOptions.defaults().withMajor(wanted.major()));
      try (Session session = Session.open(server.url(), "test database")) {
        session.execute("CREATE DATABASE " + TEMPLATE);
      }
      try (Session session = Session.open(server.url().withDatabase(TEMPLATE), "test database")) {
        session.execute("CREATE SCHEMA \"Odd Schema\"");
      }
    }

    TestDatabase fresh() {
      String name = "Test " + COUNTER.incrementAndGet();
      String quoted = '"' + name + '"';
      try (Session session = Session.open(server.url(), "test database")) {
        session.execute("CREATE DATABASE " + quoted + " TEMPLATE " + TEMPLATE);
        for (String setting :
            List.of(
                "timezone = 'Pacific/Chatham'",
                "datestyle = 'German, DMY'",
                "intervalstyle = 'sql_standard'",
                "bytea_output = 'escape'")) {
          session.execute("ALTER DATABASE " + quoted + " SET " + setting);
        }
      }
      return new TestDatabase(this, server.url().withDatabase(name));
    }

    @Override
    public void close() {
      server.close();
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
