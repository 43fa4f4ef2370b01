package dev.ripcord.exchange;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends on a thread of its own, and waits no longer than it may.
 *
 * <p>{@link HttpClient#sendAsync} would not do: it completes in the common pool, which the work of
 * others may hold up; with two processors one task is enough. Nor would a virtual thread: a look-up
 * of a name holds its carrier.
 */
final class Bounded {
  private Bounded() {}

  static <T> HttpResponse<T> send(
      HttpClient client, HttpRequest request, HttpResponse.BodyHandler<T> body, long nanos)
      throws IOException, InterruptedException, TimeoutException {
    FutureTask<HttpResponse<T>> sending = new FutureTask<>(() -> client.send(request, body));
    Thread unused = Thread.ofPlatform().daemon().name("ripcord-request").start(sending);
    try {
      return sending.get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      boolean unusedToo = sending.cancel(true);
    }
  }
}
