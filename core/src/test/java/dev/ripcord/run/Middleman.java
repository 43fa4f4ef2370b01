package dev.ripcord.run;

import dev.ripcord.postgres.DatabaseUrl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Between a client and its server: keeps the answer to one COMMIT to itself, or falls silent as a
 * host does that vanishes.
 */
final class Middleman implements AutoCloseable {
  private final DatabaseUrl server;
  private final ServerSocket door;
  private final String marker;
  private final Runnable meanwhile;
  private volatile boolean silent;
  private volatile boolean done;

  /**
   * @param marker a text that the transaction contains whose COMMIT is to be unanswered
   * @param meanwhile what happens after that COMMIT, before the client notices anything
   */
  Middleman(DatabaseUrl server, String marker, Runnable meanwhile) {
    this.server = server;
    this.marker = marker;
    this.meanwhile = meanwhile;
    try {
      this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::serve);
  }

  DatabaseUrl url() {
    return new DatabaseUrl(
        "127.0.0.1",
        door.getLocalPort(),
        server.database(),
        server.user(),
        server.password(),
        server.parameters());
  }

  /** From now on nothing comes through, and nobody is told. */
  void fallSilent() {
    silent = true;
  }

  private static void start(Runnable task) {
    Thread unused = Thread.ofPlatform().daemon().name("middleman").start(task);
  }

  private void serve() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Socket behind = new Socket(server.host(), server.port());
        AtomicBoolean swallows = new AtomicBoolean();
        start(() -> forward(client, behind, swallows));
        start(() -> back(behind, client, swallows));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void forward(Socket client, Socket behind, AtomicBoolean swallows) {
    byte[] buffer = new byte[1 << 20];
    boolean marked = false;
    try {
      InputStream from = client.getInputStream();
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
        marked = marked || text.contains(marker);
        if (silent) {
          continue;
        }
        boolean commit = marked && !done && text.contains("COMMIT");
        if (commit) {
          done = true;
          swallows.set(true);
        }
        behind.getOutputStream().write(buffer, 0, n);
      }
      behind.close();
    } catch (IOException e) {
      close(client, behind);
    }
  }

  /**
   * @param swallows whether the next answer is for nobody
   */
  private void back(Socket behind, Socket client, AtomicBoolean swallows) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream from = behind.getInputStream();
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        if (swallows.get()) {
          behind.close();
          meanwhile.run();
          client.close();
          return;
        }
        if (!silent) {
          client.getOutputStream().write(buffer, 0, n);
        }
      }
      client.close();
    } catch (IOException e) {
      close(client, behind);
    }
  }

  private static void close(Socket one, Socket other) {
    try {
      one.close();
      other.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
