package dev.ripcord.wayback;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import dev.ripcord.wayback.Effect.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads from a statement what it does to names. Statements that touch none have no effects; so have
 * those that it does not understand, which only the user's own can be.
 */
final class Effects {
  private final List<Token> tokens;
  private final List<Effect> found = new ArrayList<>();
  private int at;

  private Effects(List<Token> tokens) {
    this.tokens = tokens;
  }

  static List<Effect> of(String statement) {
    Effects effects = new Effects(SqlTokens.significant(statement));
    effects.read();
    return List.copyOf(effects.found);
  }

  private void read() {
    if (take("alter", "table")) {
      take("if", "exists");
      take("only");
      name().ifPresent(this::alterTable);
    } else if (take("alter", "view") || take("alter", "index")) {
      name().ifPresent(name -> rename(Kind.RELATION, name));
    } else if (take("alter", "policy") || take("drop", "policy")) {
      identifier().ifPresent(policy -> on(table -> new Effect.Redefine(table, policy)));
    } else if (take("alter", "type")) {
      name().ifPresent(name -> rename(Kind.TYPE, name));
    } else if (take("drop")) {
      drop();
    } else if (take("create")) {
      create();
    } else if (take("do")) {
      dropsWithin();
    }
  }

  private void alterTable(QualifiedName table) {
    if (take("rename", "column")) {
      Optional<Identifier> from = identifier();
      take("to");
      Optional<Identifier> to = identifier();
      from.ifPresent(
          old -> to.ifPresent(fresh -> found.add(new Effect.RenameColumn(table, old, fresh))));
      return;
    }
    if (take("rename", "constraint")) {
      Optional<Identifier> from = identifier();
      take("to");
      Optional<Identifier> to = identifier();
      from.ifPresent(
          old -> to.ifPresent(fresh -> found.add(new Effect.RenameConstraint(table, old, fresh))));
      return;
    }
    if (rename(Kind.RELATION, table)) {
      return;
    }
    do {
      if (take("add", "constraint")) {
        identifier().ifPresent(name -> found.add(new Effect.AddConstraint(table, name)));
      } else if (take("add", "column")) {
        take("if", "not", "exists");
        identifier().ifPresent(name -> found.add(new Effect.AddColumn(table, name)));
      } else if (take("drop", "column")) {
        take("if", "exists");
        identifier().ifPresent(name -> found.add(new Effect.DropColumn(table, name)));
      } else if (take("drop", "constraint")) {
        take("if", "exists");
        identifier().ifPresent(name -> found.add(new Effect.DropConstraint(table, name)));
      }
    } while (skipToComma());
  }

  /** Whether it was one. */
  @CanIgnoreReturnValue
  private boolean rename(Kind kind, QualifiedName name) {
    if (take("rename", "to")) {
      identifier()
          .ifPresent(
              to -> found.add(new Effect.Rename(kind, name, new QualifiedName(name.schema(), to))));
      return true;
    }
    if (take("set", "schema")) {
      identifier()
          .ifPresent(
              to -> found.add(new Effect.Rename(kind, name, new QualifiedName(to, name.name()))));
      return true;
    }
    return false;
  }

  private void drop() {
    if (take("trigger")) {
      Optional<Identifier> trigger = identifier();
      take("on");
      trigger.ifPresent(
          each -> name().ifPresent(table -> found.add(new Effect.DropTrigger(table, each))));
      return;
    }
    boolean type = take("type");
    if (!type && !relation()) {
      return;
    }
    boolean ifThere = take("concurrently");
    ifThere |= take("if", "exists");
    Kind kind = type ? Kind.TYPE : Kind.RELATION;
    do {
      Optional<QualifiedName> name = name();
      if (name.isEmpty()) {
        return;
      }
      found.add(new Effect.Drop(kind, name.get(), ifThere, false));
    } while (skipToComma());
  }

  private boolean relation() {
    return take("table") || take("view") || take("materialized", "view") || take("index");
  }

  private void create() {
    boolean replaces = take("or", "replace");
    if (take("type")) {
      name().ifPresent(name -> found.add(new Effect.Create(Kind.TYPE, name, false)));
      return;
    }
    if (take("function") || take("procedure")) {
      name().ifPresent(name -> found.add(new Effect.RedefineFunction(name)));
      return;
    }
    if (take("trigger")) {
      identifier().ifPresent(trigger -> on(table -> new Effect.CreateTrigger(table, trigger)));
      return;
    }
    take("unlogged");
    take("unique");
    // an index has the schema of its table, which nothing asked here needs to know
    if (take("table") || take("view") || take("materialized", "view")) {
      boolean there = take("if", "not", "exists");
      name()
          .ifPresent(name -> found.add(new Effect.Create(Kind.RELATION, name, replaces || there)));
    }
  }

  /** Goes on to the table that a trigger or a policy is on. */
  private void on(Function<QualifiedName, Effect> effect) {
    while (at < tokens.size()) {
      if (take("on")) {
        name().ifPresent(table -> found.add(effect.apply(table)));
        return;
      }
      at++;
    }
  }

  /** A block that drops a table drops it if it has no rows. */
  private void dropsWithin() {
    for (Token token : tokens) {
      if (token.kind() == Token.Kind.DOLLAR_STRING) {
        int tag = token.text().indexOf('$', 1) + 1;
        String body = token.text().substring(tag, token.text().length() - tag);
        Effects within = new Effects(SqlTokens.significant(body));
        while (within.at < within.tokens.size()) {
          if (within.take("drop", "table")) {
            within
                .name()
                .ifPresent(name -> found.add(new Effect.Drop(Kind.RELATION, name, true, true)));
          } else {
            within.at++;
          }
        }
      }
    }
  }

  @CanIgnoreReturnValue
  private boolean take(String... keywords) {
    if (at + keywords.length > tokens.size()) {
      return false;
    }
    for (int i = 0; i < keywords.length; i++) {
      if (!tokens.get(at + i).isWord(keywords[i])) {
        return false;
      }
    }
    at += keywords.length;
    return true;
  }

  private Optional<Identifier> identifier() {
    if (at < tokens.size() && tokens.get(at).isName()) {
      return Optional.of(Identifier.parse(tokens.get(at++).text()));
    }
    return Optional.empty();
  }

  private Optional<QualifiedName> name() {
    if (at + 2 < tokens.size()
        && tokens.get(at).isName()
        && tokens.get(at + 1).is(".")
        && tokens.get(at + 2).isName()) {
      at += 3;
      return Optional.of(
          QualifiedName.parse(tokens.get(at - 3).text() + "." + tokens.get(at - 1).text()));
    }
    return identifier().map(each -> new QualifiedName(new Identifier("public"), each));
  }

  /** Whether something follows behind the next comma that is in no parentheses. */
  private boolean skipToComma() {
    int depth = 0;
    while (at < tokens.size()) {
      Token token = tokens.get(at++);
      if (token.is("(")) {
        depth++;
      } else if (token.is(")")) {
        depth--;
      } else if (depth == 0 && token.is(",")) {
        return true;
      }
    }
    return false;
  }
}
