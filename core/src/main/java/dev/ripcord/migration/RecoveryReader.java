package dev.ripcord.migration;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads what backups there are, and what proves a restore. */
final class RecoveryReader {
  /** What pgBackRest takes for a stanza without trouble in paths and shells. */
  private static final Pattern STANZA = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private RecoveryReader() {}

  static Recovery read(Values values, Node node) {
    Mapping in = Mapping.of(values, node, Keys.RECOVERY);
    Optional<Recovery.Provider> provider =
        in.choice("provider", List.of(Recovery.Provider.values()), Recovery.Provider::word);
    Optional<Recovery.Take> take =
        in.choice("take", List.of(Recovery.Take.values()), Recovery.Take::word);
    Optional<String> location = location(in, provider);
    own(in, provider, "config", Recovery.Provider.PGBACKREST);
    own(in, provider, "archive", Recovery.Provider.BASEBACKUP);
    if (provider.filter(Recovery.Provider.BASEBACKUP::equals).isPresent()
        && in.node("archive").isEmpty()) {
      values.refuse(
          node,
          "recovery has no archive",
          "the key archive, with the folder into which the server archives WAL: without it a base"
              + " backup goes to no moment but its own");
    }
    return new Recovery(
        provider,
        location,
        folder(in, "config", "a file such as /etc/pgbackrest/pgbackrest.conf"),
        folder(in, "archive", "a folder"),
        in.duration("maximum_age").orElse(Defaults.BACKUP_AGE),
        take.orElse(Recovery.Take.IF_NEEDED),
        folder(in, "space", "a folder"),
        in.duration("archives").orElse(Defaults.ARCHIVES),
        in.node("validations")
            .map(list -> CareReader.checks(values, list, "validations"))
            .orElse(List.of()));
  }

  private static Optional<String> location(Mapping in, Optional<Recovery.Provider> provider) {
    if (provider.filter(Recovery.Provider.PGBACKREST::equals).isEmpty()) {
      return folder(in, "location", "a folder");
    }
    Optional<String> stanza = in.text("location");
    if (stanza.filter(STANZA.asMatchPredicate().negate()).isPresent()) {
      in.values()
          .refuse(
              in.node("location").orElseThrow(),
              "location is " + stanza.get(),
              "the name of a stanza of pgBackRest (its repository is in the config)");
    }
    return stanza;
  }

  /** One that names a file; a line end in it could end a setting of a server. */
  private static Optional<String> folder(Mapping in, String key, String expected) {
    Optional<String> name = in.text(key);
    boolean flawed = name.filter(text -> !path(text)).isPresent();
    if (flawed) {
      in.values()
          .refuse(in.node(key).orElseThrow(), key + " is no name of a file or a folder", expected);
    }
    return name;
  }

  private static boolean path(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      return false;
    }
    try {
      return Path.of(text) != null;
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static void own(
      Mapping in, Optional<Recovery.Provider> provider, String key, Recovery.Provider whose) {
    if (in.node(key).isPresent() && provider.filter(whose::equals).isEmpty()) {
      // a provider that is none was told already
      if (provider.isPresent() || in.node("provider").isEmpty()) {
        in.values()
            .refuse(
                in.keyNode(key),
                key
                    + provider
                        .map(it -> " means nothing to the provider " + it.word())
                        .orElse(" without a provider"),
                key + " with provider: " + whose.word() + " only");
      }
    }
  }
}
