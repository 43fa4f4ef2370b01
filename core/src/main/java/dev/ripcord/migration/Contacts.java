package dev.ripcord.migration;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who is called.
 *
 * @param roles the five roles of the reference, in its order, each assigned or not
 * @param others further contacts that escalation levels and triggers name, such as {@code dba_team}
 * @param channels the ways on which they are reached, in the order of the file
 */
public record Contacts(List<Contact> roles, List<Contact> others, List<Channel> channels) {
  public Contacts {
    roles = List.copyOf(roles);
    others = List.copyOf(others);
    channels = List.copyOf(channels);
  }

  /** Reached by no channel. */
  public Contacts(List<Contact> roles, List<Contact> others) {
    this(roles, others, List.of());
  }

  /** The channel of this key. */
  public Optional<Channel> channel(String key) {
    return channels.stream().filter(channel -> channel.key().equals(key)).findFirst();
  }

  /** All contacts, the roles first. */
  public List<Contact> all() {
    return Stream.concat(roles.stream(), others.stream()).toList();
  }

  /** The contact of this key among roles and others. */
  public Optional<Contact> find(String key) {
    return all().stream().filter(contact -> contact.key().equals(key)).findFirst();
  }

  /**
   * @param key as files refer to it, such as {@code incident_commander}
   * @param title as the runbook prints it, such as {@code Incident Commander}
   * @param name of the person or rotation; absent means unassigned
   * @param backup e-mail or name of who stands in
   * @param channels keys of the channels on which they are reached
   */
  public record Contact(
      String key,
      String title,
      Optional<String> name,
      Optional<String> phone,
      Optional<String> email,
      Optional<String> backup,
      List<String> channels) {
    public Contact {
      channels = List.copyOf(channels);
    }

    /** Reached by phone and e-mail of a person, but by no channel. */
    public Contact(
        String key,
        String title,
        Optional<String> name,
        Optional<String> phone,
        Optional<String> email,
        Optional<String> backup) {
      this(key, title, name, phone, email, backup, List.of());
    }

    /** Somebody answers: a name, and a phone or an e-mail address. */
    public boolean assigned() {
      return name.isPresent() && (phone.isPresent() || email.isPresent());
    }
  }
}
