package dev.ripcord.exchange;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A request as it is sent, with all secrets in it. */
public record Sent(String method, URI address, Map<String, String> headers, Optional<String> body) {
  private static final Set<Integer> SAME_REQUEST = Set.of(307, 308);
  private static final Set<Integer> SAME_IF_READING = Set.of(301, 302);
  private static final int SEE_OTHER = 303;

  /**
   * @throws IllegalArgumentException if a header or the address cannot be sent; with the secrets in
   *     its message
   */
  HttpRequest request() {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(address)
            .method(
                method,
                body.map(HttpRequest.BodyPublishers::ofString)
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    headers.forEach(builder::setHeader);
    return builder.build();
  }

  /** Where an answer leads, if it leads to the same server and asks the same there. */
  Optional<Sent> after(HttpResponse<?> answer) {
    int status = answer.statusCode();
    boolean reading = method.equals("GET") || method.equals("HEAD");
    boolean same = SAME_REQUEST.contains(status) || (reading && SAME_IF_READING.contains(status));
    if (!same && status != SEE_OTHER) {
      return Optional.empty();
    }
    Optional<URI> target =
        answer.headers().firstValue("Location").flatMap(this::resolved).filter(this::sameServer);
    return target.map(
        to ->
            same
                ? new Sent(method, to, headers, body)
                : new Sent("GET", to, headers, Optional.empty()));
  }

  private Optional<URI> resolved(String location) {
    try {
      return Optional.of(address.resolve(location));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The same host and port, or the same host by TLS instead of in the open. */
  private boolean sameServer(URI other) {
    if (other.getHost() == null
        || other.getUserInfo() != null
        || !other.getHost().equalsIgnoreCase(address.getHost())) {
      return false;
    }
    boolean sameScheme = address.getScheme().equalsIgnoreCase(other.getScheme());
    return sameScheme
        ? port(address) == port(other)
        : "https".equalsIgnoreCase(other.getScheme()) && port(address) == 80 && port(other) == 443;
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }
}
