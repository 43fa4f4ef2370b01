package dev.ripcord.exchange;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends as an {@link Errand}, so that whatever hangs is waited for no longer than it may be.
 *
 * <p>{@link HttpClient#sendAsync} would not do: it completes in the common pool, which the work of
 * others may hold up; with two processors one task is enough.
 */
final class Bounded {
  private Bounded() {}

  static <T> HttpResponse<T> send(
      HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> body, long nanos)
      throws IOException, InterruptedException, TimeoutException {
    try {
      return Errand.run(
          String.valueOf(request.uri().getHost()),
          () -> {
            lookUp(request.uri().getHost());
            return client.send(request, body);
          },
          Duration.ofNanos(nanos));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  /** If that hangs, it is here, where it is counted, and not on a thread of the client's. */
  private static void lookUp(@Nullable String host) {
    try {
      InetAddress unused = InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      // a proxy may know it; else the client says so
      return;
    }
  }
}
