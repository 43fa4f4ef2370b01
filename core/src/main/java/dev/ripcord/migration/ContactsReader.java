package dev.ripcord.migration;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Contacts.Contact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads who is called. A placeholder is refused: better nobody than somebody invented. */
final class ContactsReader {
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?i)(tbd|tba|todo|xxx|n/a)\\b.*", Pattern.DOTALL);
  private static final Pattern PHONE = Pattern.compile("[+0-9(][0-9 ()./-]*((x|ext\\.?) ?[0-9]+)?");
  static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
  private static final Set<String> ABBREVIATIONS =
      Set.of("dba", "sre", "cto", "ceo", "cio", "ciso", "vp", "qa", "it", "hr");

  /** The five roles of the reference, in its order, with the titles that it prints. */
  static final Map<String, String> ROLES = roles();

  private ContactsReader() {}

  private static Map<String, String> roles() {
    Map<String, String> roles = new LinkedHashMap<>();
    for (String key :
        List.of(
            "incident_commander",
            "technical_lead",
            "business_owner",
            "on_call_engineer",
            "executive_escalation")) {
      roles.put(key, title(key));
    }
    roles.put("on_call_engineer", "On-Call Engineer");
    return java.util.Collections.unmodifiableMap(roles);
  }

  /** The five roles, unassigned. */
  static Contacts none(List<Channel> channels) {
    return new Contacts(
        ROLES.keySet().stream().map(ContactsReader::unassigned).toList(), List.of(), channels);
  }

  /**
   * @param known whether these are all channels: of broken ones nobody knows which were meant
   */
  static Contacts read(Values values, Node node, List<Channel> channels, boolean known) {
    Mapping in = Mapping.open(values, node, "contacts");
    Map<String, Contact> given = new LinkedHashMap<>();
    in.nodes()
        .forEach(
            (key, value) -> {
              if (KEY.matcher(key).matches()) {
                contact(values, key, value)
                    .ifPresent(
                        contact -> {
                          if (known) {
                            refuseUnreachable(values, value, contact, channels);
                          }
                          given.put(key, contact);
                        });
              } else {
                values.refuse(
                    in.keyNode(key),
                    "the contact key " + key + " is no plain word",
                    "lower case letters, digits and _, such as dba_team");
              }
            });
    List<Contact> roles = new ArrayList<>();
    for (String key : ROLES.keySet()) {
      Contact contact = given.remove(key);
      roles.add(contact == null ? unassigned(key) : contact);
    }
    return new Contacts(roles, List.copyOf(given.values()), channels);
  }

  private static Contact unassigned(String key) {
    Optional<String> nothing = Optional.empty();
    return new Contact(key, titleOf(key), nothing, nothing, nothing, nothing);
  }

  private static Optional<Contact> contact(Values values, String key, Node node) {
    Mapping in = Mapping.of(values, node, Keys.CONTACT);
    Optional<String> title = real(in, "title");
    Optional<String> name = real(in, "name");
    Optional<String> phone = matching(in, "phone", PHONE, "a number such as +1-555-0100");
    Optional<String> email = matching(in, "email", EMAIL, "an address such as dba@example.com");
    Optional<String> backup = real(in, "backup");
    List<String> reached = in.texts("channels");
    return in.broken()
        ? Optional.empty()
        : Optional.of(
            new Contact(
                key, title.orElseGet(() -> titleOf(key)), name, phone, email, backup, reached));
  }

  private static void refuseUnreachable(
      Values values, Node node, Contact contact, List<Channel> channels) {
    if (contact.channels().isEmpty()) {
      return;
    }
    List<String> known = channels.stream().map(Channel::key).toList();
    for (Node item : Mapping.open(values, node, contact.key()).items("channels")) {
      String key = values.text(item, "an item of channels", "a text").orElse("");
      if (!known.contains(key)) {
        values.refuse(
            item,
            "there is no channel " + key + Suggestions.phrase(key, known),
            known.isEmpty()
                ? "a key of channels, of which there are none"
                : "one of " + String.join(", ", known));
      } else if (contact.email().isEmpty()
          && channels.get(known.indexOf(key)) instanceof Channel.Smtp) {
        values.refuse(
            item,
            "the channel " + key + " sends e-mail, and no email stands here",
            "the key email");
      }
    }
  }

  private static Optional<String> matching(
      Mapping in, String key, Pattern pattern, String expected) {
    Optional<String> text = in.text(key);
    if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
      in.values().refuse(in.node(key).orElseThrow(), key + " is " + text.get(), expected);
    }
    return text;
  }

  private static Optional<String> real(Mapping in, String key) {
    Optional<String> text = in.text(key);
    if (text.isPresent() && PLACEHOLDER.matcher(text.get()).matches()) {
      in.values()
          .refuse(
              in.node(key).orElseThrow(),
              key + " is the placeholder " + text.get(),
              "somebody, or no key " + key + " until somebody is assigned");
    }
    return text;
  }

  static String titleOf(String key) {
    String role = ROLES.get(key);
    return role == null ? title(key) : role;
  }

  /** {@code dba_team} is the DBA Team, {@code head_of_operations} the Head of Operations. */
  static String title(String key) {
    return Arrays.stream(key.split("[_-]+"))
        .map(
            word ->
                word.equals("of") || word.equals("and") || word.isEmpty()
                    ? word
                    : ABBREVIATIONS.contains(word)
                        ? word.toUpperCase(Locale.ROOT)
                        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(joining(" "));
  }
}
