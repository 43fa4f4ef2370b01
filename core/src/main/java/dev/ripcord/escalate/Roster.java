package dev.ripcord.escalate;

import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Contacts;
import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.migration.EscalationLevel;
import dev.ripcord.migration.Message;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Trigger;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Who is told what on which way, as the migration says. */
public record Roster(
    Contacts contacts,
    List<EscalationLevel> levels,
    List<Message> messages,
    List<Trigger> triggers) {
  public Roster {
    triggers = List.copyOf(triggers);
    levels = List.copyOf(levels);
    messages = List.copyOf(messages);
  }

  /** Of a migration. */
  public static Roster of(Migration migration) {
    return new Roster(
        migration.contacts(),
        migration.escalation(),
        migration.communication(),
        migration.triggers());
  }

  EscalationLevel level(Level level) {
    return levels.stream()
        .filter(each -> each.name().equals(level.name()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no level " + level));
  }

  /** The contacts of a trigger by this key, as far as anybody knows them. */
  private List<Contact> contacts(String trigger) {
    return triggers.stream()
        .filter(each -> each.key().equals(trigger))
        .flatMap(each -> each.contacts().stream())
        .map(contacts::find)
        .flatMap(Optional::stream)
        .toList();
  }

  /** The contacts of a level, as far as anybody knows them. */
  List<Contact> contacts(Level level) {
    return level(level).contacts().stream().map(contacts::find).flatMap(Optional::stream).toList();
  }

  /**
   * Who is told on which channel: the contacts of the level, and of the trigger if it is about one;
   * those who asked for the alert see the end of it too.
   */
  Map<String, List<Contact>> told(Notice notice) {
    Level level = notice.alert().level();
    Set<Contact> who = new LinkedHashSet<>();
    boolean later =
        notice.kind() == Notice.Kind.ACKNOWLEDGED || notice.kind() == Notice.Kind.RESOLVED;
    if (later) {
      for (Level each = Rules.lowest(notice.alert().cause().kind());
          level.above(each);
          each = each.next()) {
        who.addAll(contacts(each));
      }
    }
    who.addAll(contacts(level));
    who.addAll(contacts(notice.alert().cause().name()));
    Map<String, List<Contact>> told = new LinkedHashMap<>();
    for (Channel channel : contacts.channels()) {
      List<Contact> here =
          who.stream().filter(contact -> contact.channels().contains(channel.key())).toList();
      if (!here.isEmpty()) {
        told.put(channel.key(), here);
      }
    }
    return told;
  }

  static String names(List<Contact> contacts, Function<Contact, String> name) {
    return String.join(", ", contacts.stream().map(name).toList());
  }
}
