package dev.ripcord.exchange;

import dev.ripcord.secret.Redactor;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;

/** Sends a request once and hears its answer. */
public final class Exchange {
  private static final int MOST_REDIRECTS = 5;

  private Exchange() {}

  /**
   * The answer that counts, with the beginning of its body.
   *
   * <p>A redirect is followed on the same server only, and only if what is asked there is the same:
   * a POST that 301 or 302 turned into a GET would succeed without doing anything (RFC 9110,
   * section 15.4).
   *
   * @param settles the statuses that are expected, and so never followed elsewhere
   * @param timeout from the connection to the last byte of the answer, redirects included
   */
  public static Answer send(Sent first, IntPredicate settles, Duration timeout, Redactor redactor) {
    Heard heard = Heard.beginning(redactor);
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    try {
      HttpResponse<Void> last = exchanged(client, first, settles, timeout, heard);
      return new Answer.Given(last.statusCode(), last.headers(), heard.text());
    } catch (TimeoutException e) {
      return new Answer.Late(heard.text());
    } catch (IllegalArgumentException e) {
      return new Answer.Unsendable();
    } catch (IOException e) {
      return new Answer.Broken(Reasons.of(e, redactor), heard.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.Interrupted(heard.text());
    } finally {
      client.shutdownNow();
    }
  }

  private static HttpResponse<Void> exchanged(
      HttpClient client, Sent first, IntPredicate settles, Duration timeout, Heard heard)
      throws IOException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + timeout.toNanos();
    Sent sent = first;
    for (int redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
      HttpResponse<Void> response = answer(client, sent, deadline, heard);
      Optional<Sent> next =
          settles.test(response.statusCode()) ? Optional.empty() : sent.after(response);
      if (next.isEmpty()) {
        return response;
      }
      sent = next.get();
    }
    return answer(client, sent, deadline, heard);
  }

  private static HttpResponse<Void> answer(HttpClient client, Sent sent, long deadline, Heard heard)
      throws IOException, InterruptedException, TimeoutException {
    heard.forget();
    return Bounded.send(
        client, sent.request(), info -> new Listener(heard), deadline - System.nanoTime());
  }
}
