package dev.ripcord.hook;

import dev.ripcord.migration.Hook;
import dev.ripcord.migration.HookAction;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.secret.Filling;
import dev.ripcord.secret.Redactor;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Sends the request of a hook once. */
final class Request {
  private static final int MOST_REDIRECTS = 5;

  private final Filling filling;
  private final List<String> hidden;

  Request(Filling filling, List<String> hidden) {
    this.filling = filling;
    this.hidden = new ArrayList<>(hidden);
  }

  Attempt send(HookAction.Http http, Hook hook, HookContext context) {
    String what = http.method() + " " + shown(http);
    Optional<URI> filled = address(filling.address(http.url()));
    if (filled.isEmpty()) {
      return new Attempt.Broken(what + " has no address of http or https", "", false);
    }
    Map<String, String> headers = headers(http, hook, context, filled.get());
    Redactor redactor = new Redactor(hidden);
    Optional<String> body =
        HookAction.Http.WITHOUT_BODY.contains(http.method())
            ? Optional.empty()
            : Optional.of(
                http.body().map(filling::text).orElseGet(() -> facts(context.facts(hook))));
    Heard heard = Heard.beginning(redactor);
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    try {
      Sent first = new Sent(http.method(), withoutUser(filled.get()), headers, body);
      int status = exchanged(client, first, http, hook.timeout(), heard);
      String output = heard.text();
      return http.expect().contain(status)
          ? new Attempt.Done(output)
          : new Attempt.Broken(
              what
                  + " answered "
                  + status
                  + (status / 100 == 3 ? ", a redirect that is not followed" : "")
                  + ", expected "
                  + http.expect(),
              output,
              true);
    } catch (TimeoutException e) {
      return new Attempt.Late(heard.text());
    } catch (IllegalArgumentException e) {
      return new Attempt.Broken(
          what + " cannot be sent: a header or the address holds what none may hold", "", false);
    } catch (IOException e) {
      return new Attempt.Broken(what + ": " + Reasons.of(e, redactor), heard.text(), true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Attempt.Broken("interrupted", heard.text(), false);
    } finally {
      client.shutdownNow();
    }
  }

  /**
   * The status of the answer that counts.
   *
   * <p>A redirect is followed on the same server only, and only if what is asked there is the same:
   * a POST that 301 or 302 turned into a GET would succeed without doing anything (RFC 9110,
   * section 15.4).
   */
  private static int exchanged(
      HttpClient client, Sent first, HookAction.Http http, Duration timeout, Heard heard)
      throws IOException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + timeout.toNanos();
    Sent sent = first;
    for (int redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
      HttpResponse<Void> response = answer(client, sent, deadline, heard);
      Optional<Sent> next =
          http.expect().contain(response.statusCode()) ? Optional.empty() : sent.after(response);
      if (next.isEmpty()) {
        return response.statusCode();
      }
      sent = next.get();
    }
    return answer(client, sent, deadline, heard).statusCode();
  }

  private static HttpResponse<Void> answer(HttpClient client, Sent sent, long deadline, Heard heard)
      throws IOException, InterruptedException, TimeoutException {
    heard.forget();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(sent.request(), info -> new Listener(heard));
    try {
      return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      boolean unused = answer.cancel(true);
    }
  }

  private Map<String, String> headers(
      HookAction.Http http, Hook hook, HookContext context, URI address) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", "ripcord");
    headers.put("Idempotency-Key", context.id(hook));
    if (!HookAction.Http.WITHOUT_BODY.contains(http.method())) {
      headers.put("Content-Type", "application/json");
    }
    String user = address.getRawUserInfo();
    if (user != null) {
      String plain = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
      String encoded = Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
      hidden.add(encoded);
      headers.put("Authorization", "Basic " + encoded);
    }
    http.headers().forEach((name, value) -> headers.put(name, filling.text(value)));
    return headers;
  }

  /** The address as written, without the parts in which secrets stand most often. */
  private static String shown(HookAction.Http http) {
    return http.url().text().replaceFirst("//[^/?#]*@", "//").replaceFirst("[?#].*", "");
  }

  private static String facts(Map<String, String> facts) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    facts.forEach(node::put);
    return CanonicalJson.writeLine(node);
  }

  private static Optional<URI> address(String text) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equalsIgnoreCase(uri.getScheme());
      boolean https = "https".equalsIgnoreCase(uri.getScheme());
      return (http || https) && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The client would drop user and password in silence. */
  private static URI withoutUser(URI address) {
    String user = address.getRawUserInfo();
    return user == null
        ? address
        : URI.create(address.toString().replaceFirst(Pattern.quote(user + "@"), ""));
  }
}
