package dev.ripcord.sql;

import dev.ripcord.sql.Token.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The roles that a statement names: as owners, in grants and policies, as whom to act. Those inside
 * of strings, such as the body of a function, are not seen.
 */
public final class RoleNames {
  /** {@code RoleSpec} and {@code NonReservedWord} of gram.y that stand for no role of that name. */
  private static final Set<String> NO_NAMES =
      Set.of("public", "current_user", "current_role", "session_user", "none", "default");

  private final List<Token> tokens;
  private final Set<String> found = new TreeSet<>();

  private RoleNames(String statement) {
    this.tokens = SqlTokens.significant(statement);
  }

  /** Their names as the server stores them. */
  public static Set<String> in(String statement) {
    RoleNames names = new RoleNames(statement);
    if (names.begins("grant") || names.begins("revoke")) {
      names.privileges(0);
    } else if (names.begins("alter", "default", "privileges")) {
      names.defaultPrivileges();
    } else if (names.begins("create", "policy") || names.begins("alter", "policy")) {
      names.behindFirst("to");
    } else if (names.begins("set", "role")) {
      names.list(2);
    } else if (names.begins("set", "local", "role") || names.begins("set", "session", "role")) {
      names.list(3);
    } else {
      names.owners();
    }
    return names.found;
  }

  /** Whether it makes, changes or drops a role, or a membership in one. */
  public static boolean concerned(String statement) {
    RoleNames names = new RoleNames(statement);
    boolean membership =
        (names.begins("grant") || names.begins("revoke"))
            && names.tokens.stream().noneMatch(token -> token.isWord("on"));
    return membership
        || names.begins("comment", "on", "role")
        || List.of("create", "alter", "drop").stream().anyMatch(names::handlesRole);
  }

  /** The one that it creates. */
  public static Optional<String> made(String statement) {
    RoleNames names = new RoleNames(statement);
    if (names.handlesRole("create")) {
      names.list(2);
    }
    return names.found.stream().findFirst();
  }

  private boolean handlesRole(String verb) {
    return begins(verb, "role")
        || begins(verb, "group")
        || (begins(verb, "user") && !begins(verb, "user", "mapping"));
  }

  private boolean begins(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!at(i).isWord(words[i])) {
        return false;
      }
    }
    return true;
  }

  private Token at(int i) {
    return i < tokens.size() ? tokens.get(i) : new Token(Kind.SPACE, "", 0, 1);
  }

  /** A privilege is always ON something; a role that is granted is not. */
  private void privileges(int verb) {
    if (tokens.stream().noneMatch(token -> token.isWord("on"))) {
      list(at(verb + 2).isWord("option") ? verb + 4 : verb + 1);
    }
    behindFirst(at(verb).isWord("grant") ? "to" : "from");
    for (int i = verb; i < tokens.size(); i++) {
      if (at(i).isWord("granted") && at(i + 1).isWord("by")) {
        list(i + 2);
      }
    }
  }

  private void defaultPrivileges() {
    for (int i = 3; i < tokens.size(); i++) {
      if (at(i).isWord("for") && (at(i + 1).isWord("role") || at(i + 1).isWord("user"))) {
        list(i + 2);
      } else if (at(i).isWord("grant") || at(i).isWord("revoke")) {
        behindFirst(at(i).isWord("grant") ? "to" : "from");
        return;
      }
    }
  }

  private void owners() {
    for (int i = 0; i < tokens.size(); i++) {
      if (at(i).isWord("owner") && at(i + 1).isWord("to")) {
        list(i + 2);
      } else if (at(i).isWord("authorization")) {
        list(i + 1);
      }
    }
  }

  private void behindFirst(String word) {
    for (int i = 1; i < tokens.size(); i++) {
      if (at(i).isWord(word)) {
        if (!at(i - 1).isWord("rename")) {
          list(i + 1);
        }
        return;
      }
    }
  }

  private void add(Token token) {
    try {
      found.add(Names.identifier(token).value());
    } catch (IllegalArgumentException e) {
      // an empty name, or a wrong escape: the server says so when it gets the statement
    }
  }

  private void list(int from) {
    int i = at(from).isWord("group") ? from + 1 : from;
    if (!at(i).isName()) {
      return;
    }
    if (at(i).kind() == Kind.QUOTED_NAME || !NO_NAMES.contains(at(i).lower())) {
      add(at(i));
    }
    if (at(i + 1).is(",")) {
      list(i + 2);
    }
  }
}
