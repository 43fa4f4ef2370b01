package dev.ripcord.exchange;

import dev.ripcord.secret.Redactor;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Fetches an answer as it is, for a program to read; no redirect is followed. */
public final class Fetch {
  private Fetch() {}

  /** What came of it. */
  public sealed interface Fetched {
    /**
     * The server answered, with whatever status.
     *
     * @param body not redacted; its beginning if it is not whole
     * @param took from the first connection to the end of the body
     */
    record Given(int status, HttpHeaders headers, String body, boolean whole, Duration took)
        implements Fetched {}

    /** No whole answer within the time. */
    record Late() implements Fetched {}

    /**
     * A connection was not to be had, or broke.
     *
     * @param reason redacted
     * @param here whether nothing left this machine: an unknown name, no route
     */
    record Broken(String reason, boolean here) implements Fetched {}

    /** A header or the address holds what none may hold; nothing was sent. */
    record Unsendable() implements Fetched {}

    /** Somebody interrupted this thread, which is interrupted still. */
    record Interrupted() implements Fetched {}
  }

  /**
   * Fetches it.
   *
   * @param timeout from the connection to the last byte of the answer
   * @param most bytes of the body that are read
   */
  public static Fetched from(Sent sent, Duration timeout, int most, Redactor redactor) {
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    long began = System.nanoTime();
    try {
      HttpResponse<Beginning.Heard> response =
          Bounded.send(client, sent.request(), info -> new Beginning(most), timeout.toNanos());
      return new Fetched.Given(
          response.statusCode(),
          response.headers(),
          response.body().text(),
          response.body().whole(),
          Duration.ofNanos(System.nanoTime() - began));
    } catch (TimeoutException e) {
      return new Fetched.Late();
    } catch (IllegalArgumentException e) {
      return new Fetched.Unsendable();
    } catch (IOException e) {
      return new Fetched.Broken(Reasons.of(e, redactor), here(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Fetched.Interrupted();
    } finally {
      client.shutdownNow();
    }
  }

  private static boolean here(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof UnresolvedAddressException
          || each instanceof UnknownHostException
          || each instanceof NoRouteToHostException
          || String.valueOf(each.getMessage()).contains("Network is unreachable")) {
        return true;
      }
    }
    return false;
  }
}
