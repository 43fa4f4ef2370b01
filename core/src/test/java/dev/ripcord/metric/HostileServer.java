package dev.ripcord.metric;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server of HTTP that answers as no server should, by the bare socket. */
public final class HostileServer implements AutoCloseable {
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final CopyOnWriteArrayList<String> asked = new CopyOnWriteArrayList<>();
  private volatile Manner manner = Manner.hangs();

  private HostileServer(ServerSocket listener) {
    this.listener = listener;
  }

  /** What it does when it is asked. */
  @FunctionalInterface
  public interface Manner {
    void answer(OutputStream out) throws IOException, InterruptedException;

    /** Reads the question and says nothing. */
    static Manner hangs() {
      return out -> Thread.sleep(Duration.ofMinutes(5));
    }

    /** Ends the connection without a word. */
    static Manner closes() {
      return out -> {};
    }

    /** Says these bytes, whatever they are. */
    static Manner says(String text) {
      return out -> out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A whole answer. */
    static Manner answers(int status, String body, String... headers) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      return says(
          "HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n"
                  .formatted(
                      status,
                      bytes.length,
                      headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n")
              + new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** An answer that takes for ever, a byte every 100 ms. */
    static Manner drips(String body) {
      return out -> {
        out.write(
            "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        for (byte each : body.getBytes(StandardCharsets.UTF_8)) {
          out.write(each);
          out.flush();
          Thread.sleep(100);
        }
        Thread.sleep(Duration.ofMinutes(5));
      };
    }

    /** An answer that never ends. */
    static Manner floods(String piece) {
      return out -> {
        out.write(
            "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] bytes = piece.repeat(8192 / piece.length() + 1).getBytes(StandardCharsets.UTF_8);
        while (true) {
          out.write(bytes);
        }
      };
    }

    /** As Prometheus answers an instant query. */
    static Manner prometheus(String seconds, String value) {
      return answers(
          200,
          "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[%s,\"%s\"]}]}}"
              .formatted(seconds, value));
    }
  }

  /** Starts it; it hangs until it is told something else. */
  public static HostileServer start() {
    try {
      ServerSocket listener = new ServerSocket();
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      HostileServer server = new HostileServer(listener);
      server.threads.execute(server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      StringBuilder head = new StringBuilder();
      while (!head.toString().endsWith("\r\n\r\n")) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          return;
        }
        head.append((char) next);
      }
      asked.add(head.toString());
      manner.answer(socket.getOutputStream());
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // whoever asked has gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  /** From now on. */
  public void now(Manner next) {
    manner = next;
  }

  /** Requests so far, with their headers. */
  public java.util.List<String> asked() {
    return java.util.List.copyOf(asked);
  }

  /** Such as {@code http://127.0.0.1:34567}. */
  public String url() {
    return String.format(Locale.ROOT, "http://127.0.0.1:%d", listener.getLocalPort());
  }

  @Override
  public void close() {
    stop();
  }

  /** Refuses connections from now on, and ends those that are open. */
  public void stop() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
