package dev.ripcord.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says in words what keeps a migration from a live run. */
final class Readiness {
  private Readiness() {}

  static List<String> of(
      Contacts contacts,
      List<EscalationLevel> levels,
      List<Trigger> triggers,
      Recovery recovery,
      List<Check> checks,
      Watch watch) {
    List<String> missing = new ArrayList<>();
    for (Contacts.Contact role : contacts.roles()) {
      if (!role.assigned()) {
        missing.add(role.title() + " is not assigned: " + lacking(role));
      }
    }
    namedContacts(levels, triggers).forEach((key, where) -> named(contacts, key, where, missing));
    unreached(contacts, levels, missing);
    if (recovery.provider().isEmpty()) {
      missing.add("No backup is configured: give recovery a provider and a location");
    } else if (recovery.location().isEmpty()) {
      missing.add("The backup has no location: give recovery a location");
    }
    if (recovery.provider().isPresent() && recovery.validations().isEmpty()) {
      missing.add("Nothing is checked after a restore: give recovery validations");
    }
    if (checks.isEmpty()) {
      missing.add("No checks are given: without them only ripcord's own checks judge the data");
    }
    for (Trigger trigger : triggers) {
      for (String metric : trigger.needs()) {
        if (!watch.measures(metric)) {
          missing.add(
              "%s is not measured, but %s asks for it: give metrics.%s, or triggers.%s: {enabled: false}"
                  .formatted(metric, trigger.title(), metric, trigger.key()));
        }
      }
    }
    return missing;
  }

  private static void named(
      Contacts contacts, String key, List<String> where, List<String> missing) {
    String by = "named by " + String.join(", ", where);
    Contacts.Contact contact = contacts.find(key).orElse(null);
    if (contact == null) {
      missing.add(
          ContactsReader.titleOf(key) + ", " + by + ", is not assigned: contacts has no " + key);
    } else if (!contact.assigned() && !contacts.roles().contains(contact)) {
      missing.add(contact.title() + ", " + by + ", is not assigned: " + lacking(contact));
    }
  }

  /** With channels, alerts come by them alone; without any, people are called as ever. */
  private static void unreached(
      Contacts contacts, List<EscalationLevel> levels, List<String> missing) {
    if (contacts.channels().isEmpty()) {
      return;
    }
    namedContacts(levels, List.of())
        .forEach(
            (key, where) ->
                contacts
                    .find(key)
                    .filter(contact -> contact.assigned() && contact.channels().isEmpty())
                    .ifPresent(
                        contact ->
                            missing.add(
                                contact.title()
                                    + ", named by "
                                    + String.join(", ", where)
                                    + ", is reached by no channel: give contacts."
                                    + key
                                    + " channels")));
  }

  private static String lacking(Contacts.Contact contact) {
    boolean unreachable = contact.phone().isEmpty() && contact.email().isEmpty();
    if (contact.name().isEmpty()) {
      return "contacts."
          + contact.key()
          + " needs a name"
          + (unreachable ? " and a phone or an e-mail address" : "");
    }
    return "contacts." + contact.key() + " needs a phone or an e-mail address";
  }

  private static Map<String, List<String>> namedContacts(
      List<EscalationLevel> levels, List<Trigger> triggers) {
    Map<String, List<String>> named = new LinkedHashMap<>();
    for (EscalationLevel level : levels) {
      for (String key : level.contacts()) {
        named.computeIfAbsent(key, k -> new ArrayList<>()).add(level.name());
      }
    }
    for (Trigger trigger : triggers) {
      for (String key : trigger.contacts()) {
        named.computeIfAbsent(key, k -> new ArrayList<>()).add(trigger.title());
      }
    }
    return named;
  }
}
