package dev.ripcord.chaos;

import dev.ripcord.postgres.DatabaseUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a controller and its server, counts what the controller's engine says, and springs
 * a trap at the moment that it is set to.
 */
final class Relay implements AutoCloseable {
  private static final String ENGINE = "ripcord run";

  private final DatabaseUrl server;
  private final ServerSocket door;
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong commits = new AtomicLong();
  private volatile Optional<Trap> trap = Optional.empty();

  Relay(DatabaseUrl server) {
    this.server = server;
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon("relay", this::accept);
  }

  /**
   * Trouble that waits for its moment, once.
   *
   * @param at the how many-th commit or request of the engine it is
   * @param action what happens, on a thread of its own; nothing for a cut
   */
  record Trap(
      Trouble trouble, long at, Runnable action, AtomicBoolean sprung, CountDownLatch over) {
    Trap(Trouble trouble, long at, Runnable action) {
      this(trouble, at, action, new AtomicBoolean(), new CountDownLatch(1));
    }
  }

  /** How much the engine said since the last reset. */
  record Count(long requests, long commits) {
    Count minus(Count earlier) {
      return new Count(requests - earlier.requests, commits - earlier.commits);
    }
  }

  /** The way through here. */
  DatabaseUrl url() {
    return new DatabaseUrl(
        door.getInetAddress().getHostAddress(),
        door.getLocalPort(),
        server.database(),
        server.user(),
        server.password(),
        server.parameters());
  }

  Count count() {
    return new Count(requests.get(), commits.get());
  }

  /** Begins to count anew. */
  void set(Trap next) {
    requests.set(0);
    commits.set(0);
    trap = Optional.of(next);
  }

  /** Whether it was sprung, and is over then; no trap is set any more. */
  boolean disarm() {
    Optional<Trap> was = trap;
    trap = Optional.empty();
    boolean sprung = was.isPresent() && !was.get().sprung().compareAndSet(false, true);
    if (sprung) {
      await(was.get().over());
    }
    return sprung;
  }

  private static void await(CountDownLatch over) {
    try {
      if (!over.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("the trouble does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All connections break. */
  void cutAll() {
    lines.forEach(Line::close);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        client.setTcpNoDelay(true);
        Socket upstream = new Socket();
        try {
          upstream.connect(new InetSocketAddress(server.host(), server.port()), 2_000);
        } catch (IOException e) {
          // no server there at this moment: to the client, no more than that
          client.close();
          continue;
        }
        upstream.setTcpNoDelay(true);
        new Line(client, upstream).start();
      } catch (IOException e) {
        // the door is closed, or the client is gone already
      }
    }
  }

  static void daemon(String name, Runnable work) {
    Thread.ofPlatform().daemon().name(name).start(work);
  }

  /** Whether the connection is to be cut at this request. */
  private Optional<Trouble> heard(boolean commit) {
    long request = requests.incrementAndGet();
    long committed = commit ? commits.incrementAndGet() : -1;
    Optional<Trap> set = trap;
    if (set.isEmpty()) {
      return Optional.empty();
    }
    Trap found = set.get();
    boolean now = (found.trouble().kind().atCommit() ? committed : request) == found.at();
    if (!now || !found.sprung().compareAndSet(false, true)) {
      return Optional.empty();
    }
    if (found.trouble().kind().atCommit()) {
      found.over().countDown();
      return Optional.of(found.trouble());
    }
    daemon(
        "trouble",
        () -> {
          pause(found.trouble().afterMillis());
          try {
            found.action().run();
          } finally {
            found.over().countDown();
          }
        });
    return Optional.empty();
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One connection. */
  private final class Line {
    private final Socket client;
    private final Socket upstream;
    private volatile Optional<Trouble> swallowing = Optional.empty();

    Line(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void start() {
      lines.add(this);
      daemon(
          "relay to the server",
          () -> {
            go(this::toServer);
            // who cuts the connection closes the server's side in its own time
            if (swallowing.isEmpty()) {
              close();
            }
          });
      daemon(
          "relay to the client",
          () -> {
            go(this::toClient);
            close();
          });
    }

    private interface Way {
      void go() throws IOException;
    }

    private static void go(Way way) {
      try {
        way.go();
      } catch (IOException e) {
        // one side is gone, so the other goes as well
      }
    }

    private void toServer() throws IOException {
      FrontendMessages messages = new FrontendMessages(client.getInputStream());
      for (Optional<FrontendMessages.Round> round = messages.next();
          round.isPresent();
          round = messages.next()) {
        Optional<Trouble> cut =
            round.get().request() && messages.application().equals(ENGINE)
                ? heard(round.get().commit())
                : Optional.empty();
        if (cut.isPresent() && cut.get().kind() == Trouble.Kind.CUT_BEFORE_COMMIT) {
          cut(cut.get());
          return;
        }
        swallowing = cut;
        upstream.getOutputStream().write(round.get().bytes().array());
        upstream.getOutputStream().flush();
      }
    }

    private void toClient() throws IOException {
      byte[] buffer = new byte[16_384];
      for (int read = upstream.getInputStream().read(buffer);
          read >= 0;
          read = upstream.getInputStream().read(buffer)) {
        Optional<Trouble> cut = swallowing;
        if (cut.isPresent()) {
          // the server answers when it has committed, and its answer ends here
          cut(cut.get());
          return;
        }
        client.getOutputStream().write(buffer, 0, read);
        client.getOutputStream().flush();
      }
    }

    /** The client notices at once, the server may take its time. */
    private void cut(Trouble trouble) throws IOException {
      client.close();
      pause(trouble.afterMillis());
    }

    void close() {
      lines.remove(this);
      try (client;
          upstream) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cutAll();
  }
}
