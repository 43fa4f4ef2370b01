package dev.ripcord.migration;

import java.util.List;
import java.util.Optional;

/**
 * Who is called.
 *
 * @param roles the five roles of the reference, in its order, each assigned or not
 * @param others further contacts that escalation levels and triggers name, such as {@code dba_team}
 */
public record Contacts(List<Contact> roles, List<Contact> others) {
  public Contacts {
    roles = List.copyOf(roles);
    others = List.copyOf(others);
  }

  /** The contact of this key among roles and others. */
  public Optional<Contact> find(String key) {
    return java.util.stream.Stream.concat(roles.stream(), others.stream())
        .filter(contact -> contact.key().equals(key))
        .findFirst();
  }

  /**
   * @param key as files refer to it, such as {@code incident_commander}
   * @param title as the runbook prints it, such as {@code Incident Commander}
   * @param name of the person or rotation; absent means unassigned
   * @param backup e-mail or name of who stands in
   */
  public record Contact(
      String key,
      String title,
      Optional<String> name,
      Optional<String> phone,
      Optional<String> email,
      Optional<String> backup) {
    /** Somebody answers: a name, and a phone or an e-mail address. */
    public boolean assigned() {
      return name.isPresent() && (phone.isPresent() || email.isPresent());
    }
  }
}
