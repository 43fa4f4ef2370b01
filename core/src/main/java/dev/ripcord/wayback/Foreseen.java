package dev.ripcord.wayback;

import dev.ripcord.plan.Action;
import dev.ripcord.plan.Restored;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import dev.ripcord.sql.SqlTokens;
import dev.ripcord.sql.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The database as the way back will find it, unit by unit. It executes nothing: it follows what the
 * units' statements do to names, and answers questions in the names of a later moment by what is
 * there now. So nothing but the statements themselves says what they rename, add and drop.
 */
final class Foreseen {
  private static final String COLUMNS = SqlResource.of(Foreseen.class, "columns");

  /** What takes the place of a type that is gone until the way back makes it again. */
  private static final String ANY_TYPE = "pg_catalog.text";

  private final Session session;
  private final Map<QualifiedName, Optional<ForeseenTable>> relations = new HashMap<>();
  private final Map<QualifiedName, Optional<QualifiedName>> types = new HashMap<>();
  private final Set<List<Object>> madeConstraints = new HashSet<>();
  private final Set<List<Object>> madeTriggers = new HashSet<>();
  private final Set<Removal> removals = new LinkedHashSet<>();
  private final List<String> missing = new ArrayList<>();
  private final Map<QualifiedName, QualifiedName> known = new HashMap<>();
  private final Map<List<Object>, Identifier> renamedConstraints = new HashMap<>();

  Foreseen(Session session) {
    this.session = session;
  }

  /** What will have been dropped so far. */
  List<Removal> removals() {
    return List.copyOf(removals);
  }

  /** What should be there for the units so far, and is not; in words. */
  List<String> missing() {
    return List.copyOf(missing);
  }

  /** The name now of a table; empty when nothing of that name is there now. */
  Optional<QualifiedName> now(QualifiedName table) {
    return relation(table).map(ForeseenTable::now);
  }

  /** The name now of a table that had or will have this name at some moment. */
  Optional<QualifiedName> was(QualifiedName table) {
    return Optional.ofNullable(known.get(table));
  }

  void pass(Action unit) {
    switch (unit) {
      case Action.Transaction it ->
          it.statements().forEach(each -> Effects.of(each).forEach(this::apply));
      case Action.ConcurrentIndex it -> Effects.of(it.statement()).forEach(this::apply);
      case Action.Walk it -> {}
      case Action.Verify it -> {}
      case Action.Manual it -> {}
    }
  }

  void restore(Restored restored) {
    String value = nowadays(restored.value());
    relation(restored.table()).ifPresent(table -> table.restore(restored.column(), value));
  }

  private void apply(Effect effect) {
    switch (effect) {
      case Effect.AddColumn it -> relation(it.table()).ifPresent(table -> table.add(it.column()));
      case Effect.RenameColumn it -> {
        needed(it.table(), it.from());
        relation(it.table()).ifPresent(table -> table.rename(it.from(), it.to()));
      }
      case Effect.DropColumn it -> {
        needed(it.table(), it.column());
        relation(it.table()).ifPresent(table -> drop(table, it.column()));
      }
      case Effect.AddConstraint it -> madeConstraints.add(List.of(it.table(), it.name()));
      case Effect.DropConstraint it -> {
        List<Object> then = List.of(it.table(), it.name());
        if (!madeConstraints.remove(then)) {
          Identifier named = renamedConstraints.getOrDefault(then, it.name());
          now(it.table()).ifPresent(table -> removals.add(new Removal.Constraint(table, named)));
        }
      }
      case Effect.RenameConstraint it -> rename(it);
      case Effect.RedefineFunction it -> removals.add(new Removal.FunctionDefinition(it.name()));
      case Effect.Redefine it -> redefine(it.table(), it.name());
      case Effect.CreateTrigger it -> {
        madeTriggers.add(List.of(it.table(), it.name()));
        redefine(it.table(), it.name());
      }
      case Effect.DropTrigger it -> {
        if (!madeTriggers.remove(List.of(it.table(), it.name()))) {
          now(it.table()).ifPresent(table -> removals.add(new Removal.Trigger(table, it.name())));
        }
      }
      case Effect.Create it -> create(it);
      case Effect.Rename it -> rename(it);
      case Effect.Drop it -> drop(it);
    }
  }

  private void rename(Effect.RenameConstraint it) {
    List<Object> from = List.of(it.table(), it.from());
    List<Object> to = List.of(it.table(), it.to());
    if (madeConstraints.remove(from)) {
      madeConstraints.add(to);
    } else {
      Identifier now = renamedConstraints.getOrDefault(from, it.from());
      renamedConstraints.put(to, now);
    }
  }

  private void redefine(QualifiedName table, Identifier name) {
    now(table).ifPresent(now -> removals.add(new Removal.Redefinition(now, name)));
  }

  private void needed(QualifiedName table, Identifier column) {
    Optional<ForeseenTable> there = relation(table);
    if (there.isEmpty()) {
      missing.add("table " + table + " is gone");
    } else if (!there.get().has(column)) {
      missing.add("column " + column + " of " + there.get().now() + " is gone");
    }
  }

  private void drop(ForeseenTable table, Identifier column) {
    table.now(column).ifPresent(now -> removals.add(new Removal.Column(table.now(), now)));
    table.drop(column);
  }

  private void create(Effect.Create it) {
    if (it.kind() == Effect.Kind.TYPE) {
      types.put(it.name(), Optional.empty());
    } else if (!it.replaces()) {
      relations.put(it.name(), Optional.empty());
    } else {
      now(it.name()).ifPresent(view -> removals.add(new Removal.Definition(view)));
    }
  }

  private void rename(Effect.Rename it) {
    if (it.kind() == Effect.Kind.TYPE) {
      Optional<QualifiedName> now = type(it.from());
      types.put(it.from(), Optional.empty());
      types.put(it.to(), now);
      return;
    }
    Optional<ForeseenTable> table = relation(it.from());
    if (table.isEmpty() && !relations.containsKey(it.from())) {
      missing.add("table " + it.from() + " is gone");
    }
    table.ifPresent(each -> known.putIfAbsent(it.to(), each.now()));
    relations.put(it.from(), Optional.empty());
    relations.put(it.to(), table);
  }

  private void drop(Effect.Drop it) {
    if (it.kind() == Effect.Kind.TYPE) {
      type(it.name()).ifPresent(now -> removals.add(new Removal.Type(now)));
      types.put(it.name(), Optional.empty());
      return;
    }
    boolean made = relations.containsKey(it.name()) && relation(it.name()).isEmpty();
    if (!made) {
      QualifiedName now = now(it.name()).orElse(it.name());
      removals.add(new Removal.Relation(now, it.ifThere(), it.ifEmpty()));
    }
    relations.put(it.name(), Optional.empty());
  }

  private Optional<QualifiedName> type(QualifiedName name) {
    return types.getOrDefault(name, Optional.of(name));
  }

  private Optional<ForeseenTable> relation(QualifiedName name) {
    return relations.computeIfAbsent(name, this::load);
  }

  private Optional<ForeseenTable> load(QualifiedName name) {
    List<Identifier> columns =
        session.query(COLUMNS, row -> new Identifier(row.text("name")), name.quoted());
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    known.putIfAbsent(name, name);
    return Optional.of(new ForeseenTable(name, columns));
  }

  /** The query over what is there now that is the given one at that later moment. */
  String nowadays(String query) {
    List<Token> tokens = SqlTokens.significant(query);
    StringBuilder changed = new StringBuilder();
    int copied = 0;
    for (int i = 1; i + 2 < tokens.size(); i++) {
      boolean name =
          tokens.get(i).isName() && tokens.get(i + 1).is(".") && tokens.get(i + 2).isName();
      if (name) {
        String text = tokens.get(i).text() + "." + tokens.get(i + 2).text();
        boolean alias = i + 3 < tokens.size() && tokens.get(i + 3).isWord("as");
        Optional<String> other = inPlaceOf(tokens.get(i - 1), QualifiedName.parse(text), alias);
        if (other.isPresent()) {
          changed.append(query, copied, tokens.get(i).start()).append(other.get());
          copied = tokens.get(i + 2).end();
        }
      }
    }
    return changed.append(query, copied, query.length()).toString();
  }

  /** A name behind FROM or JOIN is a table's, behind AS or a double colon it is a type's. */
  private Optional<String> inPlaceOf(Token before, QualifiedName name, boolean alias) {
    if (before.isWord("from") || before.isWord("join")) {
      return relation(name)
          .filter(table -> table.changed() ? alias : !table.now().equals(name))
          .map(ForeseenTable::item);
    }
    if ((before.isWord("as") || before.is("::")) && types.containsKey(name)) {
      return Optional.of(type(name).map(QualifiedName::quoted).orElse(ANY_TYPE));
    }
    return Optional.empty();
  }
}
