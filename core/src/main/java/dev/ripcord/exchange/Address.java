package dev.ripcord.exchange;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a request goes.
 *
 * @param uri without user and password, which the client would drop in silence
 * @param credentials of the user in the address, as the header Authorization wants them after
 *     {@code Basic}
 */
public record Address(URI uri, Optional<String> credentials) {
  /** An address of http or https with a host; nothing if the text is none. */
  public static Optional<Address> parse(String text) {
    try {
      URI uri = new URI(text);
      boolean http = "http".equalsIgnoreCase(uri.getScheme());
      boolean https = "https".equalsIgnoreCase(uri.getScheme());
      return (http || https) && uri.getHost() != null ? Optional.of(of(uri)) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Address of(URI uri) {
    String user = uri.getRawUserInfo();
    if (user == null) {
      return new Address(uri, Optional.empty());
    }
    String plain = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
    return new Address(
        URI.create(uri.toString().replaceFirst(Pattern.quote(user + "@"), "")),
        Optional.of(Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8))));
  }

  /** An address as a file has it, without the parts in which secrets stand most often. */
  public static String shown(String written) {
    return written.replaceFirst("//[^/?#]*@", "//").replaceFirst("[?#].*", "");
  }
}
