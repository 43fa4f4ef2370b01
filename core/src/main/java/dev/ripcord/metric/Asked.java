package dev.ripcord.metric;

import dev.ripcord.exchange.Address;
import dev.ripcord.exchange.Fetch;
import dev.ripcord.exchange.Sent;
import dev.ripcord.migration.Template;
import dev.ripcord.secret.Filling;
import dev.ripcord.secret.Redactor;
import dev.ripcord.secret.Secrets;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** An address with headers that is asked again and again; secrets are looked up each time. */
record Asked(Template url, Map<String, Template> headers, Secrets secrets) {
  /** How an answer came, or why nobody was asked. */
  sealed interface Heard {
    /**
     * @param redactor for what is quoted from it
     */
    record Fetched(Fetch.Fetched answer, Redactor redactor) implements Heard {}

    record NotAsked(String why) implements Heard {}
  }

  /** The address as a file has it, without what may be secret. */
  String shown() {
    return Address.shown(url.text());
  }

  /**
   * @param to makes of the address of the file the one that is asked
   */
  Heard get(UnaryOperator<URI> to, Duration timeout, int most) {
    List<Template.Part> parts = new ArrayList<>(url.secrets());
    headers.values().forEach(header -> parts.addAll(header.secrets()));
    return switch (secrets.find(parts)) {
      case Secrets.Found.Missing it -> new Heard.NotAsked(String.join(", ", it.why()));
      case Secrets.Found.All it -> get(it.filling(), to, timeout, most);
    };
  }

  private Heard get(Filling filling, UnaryOperator<URI> to, Duration timeout, int most) {
    Optional<Address> address = Address.parse(filling.address(url));
    if (address.isEmpty()) {
      return new Heard.NotAsked(shown() + " is no address of http or https");
    }
    List<String> hidden = new ArrayList<>(filling.values());
    Map<String, String> filled = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    filled.put("User-Agent", "ripcord");
    address
        .get()
        .credentials()
        .ifPresent(
            credentials -> {
              hidden.add(credentials);
              filled.put("Authorization", "Basic " + credentials);
            });
    headers.forEach((name, value) -> filled.put(name, filling.text(value)));
    Redactor redactor = new Redactor(hidden);
    Sent sent = new Sent("GET", to.apply(address.get().uri()), filled, Optional.empty());
    return new Heard.Fetched(Fetch.from(sent, timeout, most, redactor), redactor);
  }
}
