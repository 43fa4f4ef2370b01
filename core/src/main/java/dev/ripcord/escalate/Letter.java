package dev.ripcord.escalate;

import dev.ripcord.migration.Contacts.Contact;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What goes to a channel. Holds no secret.
 *
 * @param identity the same for all that is said of one alert, so that whoever keeps alerts knows it
 *     again
 * @param title one line
 * @param text plain, of several lines
 * @param facts by name, for machines
 * @param notice if it is about an alert
 * @param to who shall know of it; may be empty
 */
public record Letter(
    String identity,
    String title,
    String text,
    Map<String, String> facts,
    Optional<Notice> notice,
    List<Contact> to) {
  public Letter {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    to = List.copyOf(to);
  }

  /** The same to somebody else. */
  Letter to(List<Contact> others) {
    return new Letter(identity, title, text, facts, notice, others);
  }
}
