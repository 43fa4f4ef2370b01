package dev.ripcord.migration;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What changes do to the things that they name, so far as two of them can be at odds. */
final class Effects {
  private Effects() {}

  /** One thing that a change does. */
  sealed interface Effect {
    /** A column that is not there before. */
    record Makes(Column column) implements Effect {}

    /**
     * A column that is another afterwards, or none.
     *
     * @param verb such as {@code renamed}
     */
    record Takes(Column column, String verb) implements Effect {}

    /** A property of a column that stays. */
    record Alters(Column column, String verb) implements Effect {}

    /** Columns of the new shape that an expression is about. */
    record Uses(QualifiedName table, String expression, String verb) implements Effect {}

    /**
     * A name that only one change may be about.
     *
     * @param thing such as {@code the index a}
     * @param verb such as {@code made}
     */
    record Claims(String thing, String verb) implements Effect {}

    /**
     * A whole table that goes, moves or comes.
     *
     * @param verb such as {@code dropped}
     */
    record Displaces(QualifiedName table, String verb) implements Effect {}
  }

  /** A column by its table. */
  record Column(QualifiedName table, Identifier name) {
    @Override
    public String toString() {
      return spoken(table) + "." + name;
    }
  }

  /** Without the schema where it is {@code public}. */
  static String spoken(QualifiedName name) {
    boolean inPublic = name.schema().value().equals("public");
    return inPublic ? name.name().quoted() : name.quoted();
  }

  /** What the change does, in no particular order. */
  static List<Effect> of(Change change) {
    return switch (change) {
      case ColumnChange it -> ofColumns(it);
      case ConstraintChange it -> ofConstraint(it);
      case IndexChange it -> ofIndex(it);
      case TableChange it -> ofTable(it);
      case EnumChange it -> List.of(new Effect.Claims("the type " + spoken(it.type()), "changed"));
      case ViewChange it -> List.of(new Effect.Claims("the view " + spoken(it.view()), "changed"));
      case Change.SetComment it ->
          it.column()
              .map(column -> alters(it.table(), column, "comment", "given a comment"))
              .orElse(
                  List.of(new Effect.Claims("the comment of " + spoken(it.table()), "changed")));
      case Change.RawSql it -> List.of(new Effect.Claims("the SQL change " + it.name(), "made"));
    };
  }

  private static List<Effect> ofColumns(ColumnChange change) {
    QualifiedName table = change.table();
    return switch (change) {
      case ColumnChange.AddColumn it -> List.of(new Effect.Makes(new Column(table, it.column())));
      case ColumnChange.RenameColumn it ->
          List.of(
              new Effect.Takes(new Column(table, it.from()), "renamed"),
              new Effect.Makes(new Column(table, it.to())));
      case ColumnChange.TransformColumns it -> {
        List<Effect> effects = new ArrayList<>(takes(table, it.from(), "transformed"));
        it.to().forEach(each -> effects.add(new Effect.Makes(new Column(table, each.column()))));
        yield effects;
      }
      case ColumnChange.ChangeType it ->
          List.of(new Effect.Takes(new Column(table, it.column()), "given another type"));
      case ColumnChange.DropColumn it ->
          List.of(new Effect.Takes(new Column(table, it.column()), "dropped"));
      case ColumnChange.SetDefault it -> alters(table, it.column(), "default", "given a default");
      case ColumnChange.DropDefault it ->
          alters(table, it.column(), "default", "deprived of its default");
      case ColumnChange.SetNotNull it -> alters(table, it.column(), "NOT NULL", "made NOT NULL");
      case ColumnChange.DropNotNull it ->
          alters(table, it.column(), "NOT NULL", "allowed to be null");
      case ColumnChange.MoveColumns it -> {
        List<Effect> effects = new ArrayList<>(takes(table, it.columns().keySet(), "moved"));
        it.columns().values().forEach(c -> effects.add(new Effect.Makes(new Column(it.to(), c))));
        yield effects;
      }
      case ColumnChange.Backfill it -> uses(table, it.set(), "set");
    };
  }

  private static List<Effect> ofConstraint(ConstraintChange change) {
    QualifiedName table = change.table();
    return switch (change) {
      case ConstraintChange.AddCheck it -> {
        List<Effect> effects = new ArrayList<>(uses(table, it.up(), "set"));
        effects.add(constraint(table, it.name(), "made"));
        effects.add(new Effect.Uses(table, it.expression(), "checked"));
        yield effects;
      }
      case ConstraintChange.AddForeignKey it -> {
        List<Effect> effects = new ArrayList<>(uses(table, it.up(), "set"));
        effects.add(constraint(table, it.name(), "made"));
        effects.addAll(uses(table, it.columns(), "made a foreign key"));
        effects.addAll(uses(it.parent(), it.referenced(), "referenced"));
        yield effects;
      }
      case ConstraintChange.AddUnique it -> {
        List<Effect> effects = new ArrayList<>(uses(table, it.columns(), "made unique"));
        effects.add(constraint(table, it.name(), "made"));
        yield effects;
      }
      case ConstraintChange.ChangePrimaryKey it -> {
        List<Effect> effects = new ArrayList<>(uses(table, it.columns(), "made the primary key"));
        effects.add(new Effect.Claims("the primary key of " + spoken(table), "changed"));
        yield effects;
      }
      case ConstraintChange.DropConstraint it -> List.of(constraint(table, it.name(), "dropped"));
      case ConstraintChange.RenameConstraint it ->
          List.of(constraint(table, it.from(), "renamed"), constraint(table, it.to(), "made"));
    };
  }

  private static List<Effect> ofIndex(IndexChange change) {
    return switch (change) {
      case IndexChange.CreateIndex it -> {
        List<Effect> effects = new ArrayList<>();
        effects.add(index(new QualifiedName(it.table().schema(), it.name()), "made"));
        it.columns().forEach(c -> effects.add(new Effect.Uses(it.table(), c, "indexed")));
        it.where().ifPresent(w -> effects.add(new Effect.Uses(it.table(), w, "indexed")));
        yield effects;
      }
      case IndexChange.DropIndex it -> List.of(index(it.index(), "dropped"));
      case IndexChange.RenameIndex it ->
          List.of(
              index(it.index(), "renamed"),
              index(new QualifiedName(it.index().schema(), it.to()), "made"));
    };
  }

  private static List<Effect> ofTable(TableChange change) {
    return switch (change) {
      case TableChange.CreateTable it -> List.of(new Effect.Displaces(it.table(), "made"));
      case TableChange.DropTable it -> List.of(new Effect.Displaces(it.table(), "dropped"));
      case TableChange.RenameTable it ->
          List.of(
              new Effect.Displaces(it.table(), "renamed"),
              new Effect.Displaces(new QualifiedName(it.table().schema(), it.to()), "made"));
      case TableChange.MoveTable it ->
          List.of(
              new Effect.Displaces(it.table(), "moved"),
              new Effect.Displaces(new QualifiedName(it.schema(), it.table().name()), "made"));
    };
  }

  private static List<Effect> takes(
      QualifiedName table, Collection<Identifier> columns, String verb) {
    return columns.stream()
        .<Effect>map(column -> new Effect.Takes(new Column(table, column), verb))
        .toList();
  }

  /**
   * @param property that only one change may be about
   */
  private static List<Effect> alters(
      QualifiedName table, Identifier column, String property, String verb) {
    Column altered = new Column(table, column);
    return List.of(
        new Effect.Alters(altered, verb),
        new Effect.Claims("the " + property + " of " + altered, "changed"));
  }

  private static List<Effect> uses(QualifiedName table, Map<Identifier, String> set, String verb) {
    return uses(table, set.keySet(), verb);
  }

  private static List<Effect> uses(
      QualifiedName table, Collection<Identifier> columns, String verb) {
    return columns.stream()
        .<Effect>map(column -> new Effect.Uses(table, column.quoted(), verb))
        .toList();
  }

  private static Effect constraint(QualifiedName table, Identifier name, String verb) {
    return new Effect.Claims("the constraint " + name + " of " + spoken(table), verb);
  }

  private static Effect index(QualifiedName name, String verb) {
    return new Effect.Claims("the index " + spoken(name), verb);
  }
}
