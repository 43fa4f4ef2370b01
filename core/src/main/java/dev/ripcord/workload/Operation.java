package dev.ripcord.workload;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One write of one client to the tested database. */
sealed interface Operation {
  /** The table as the client sees it. */
  Face face();

  /** As the client sends it. */
  SqlStatement statement();

  /**
   * What the client did in fact. Who writes in the new shape while the contract is undone may find
   * a column under its name that has its old type again: what was stored is a value of that type.
   */
  default Operation asMet(SqlStatement.Result result) {
    List<Identifier> overtaken = face().overtaken(result.types());
    if (overtaken.isEmpty()) {
      return this;
    }
    Face met = face().before(overtaken);
    return switch (this) {
      case Insert it -> new Insert(met, stored(it.values(), overtaken, result), it.returning());
      case Update it ->
          new Update(
              met, it.key(), stored(it.values(), overtaken, result), it.same(), it.returning());
      case Delete it -> new Delete(met, it.key());
    };
  }

  private static Map<Identifier, @Nullable String> stored(
      Map<Identifier, @Nullable String> values,
      List<Identifier> overtaken,
      SqlStatement.Result result) {
    Map<Identifier, @Nullable String> stored = new LinkedHashMap<>(values);
    overtaken.stream()
        .filter(stored::containsKey)
        .forEach(column -> stored.put(column, result.values().get(column)));
    return stored;
  }

  /**
   * A new row.
   *
   * @param values of the columns that the client writes; the server makes the others
   * @param returning what the client does not know, but the control database must
   */
  record Insert(Face face, Map<Identifier, @Nullable String> values, List<Identifier> returning)
      implements Operation {
    @Override
    public SqlStatement statement() {
      return insert(face.target(), face.said(values), false, returning)
          .withTypes(face.watchedTypes());
    }
  }

  /**
   * New values in a row.
   *
   * @param values new values
   * @param same columns that are set to what they are, as object mappers do
   */
  record Update(
      Face face,
      List<String> key,
      Map<Identifier, @Nullable String> values,
      List<Identifier> same,
      List<Identifier> returning)
      implements Operation {
    @Override
    public SqlStatement statement() {
      return update(face.target(), face.saidKey(key), face.said(values), same, returning)
          .withTypes(face.watchedTypes());
    }
  }

  /** A row less. */
  record Delete(Face face, List<String> key) implements Operation {
    @Override
    public SqlStatement statement() {
      return delete(face.target(), face.saidKey(key));
    }

    /** The same in the old shape. */
    SqlStatement inOldShape() {
      return delete(Target.of(face.table()), key);
    }

    private static SqlStatement delete(Target target, List<String> key) {
      return new SqlStatement(
          target.name(),
          "DELETE FROM " + target.name().quoted() + where(target.key()),
          new ArrayList<>(key),
          List.of());
    }
  }

  /** What a statement writes to, and the columns by which it finds rows. */
  record Target(QualifiedName name, List<Identifier> key) {
    static Target of(WriteTable table) {
      return new Target(table.name(), table.key());
    }
  }

  /**
   * @param overriding whether identity columns take the value that is given
   */
  static SqlStatement insert(
      Target target,
      Map<Identifier, @Nullable String> values,
      boolean overriding,
      List<Identifier> returning) {
    String names =
        values.keySet().stream().map(Identifier::quoted).collect(Collectors.joining(", "));
    String marks = values.keySet().stream().map(name -> "?").collect(Collectors.joining(", "));
    String text =
        values.isEmpty()
            ? " DEFAULT VALUES"
            : " ("
                + names
                + ")"
                + (overriding ? " OVERRIDING SYSTEM VALUE" : "")
                + " VALUES ("
                + marks
                + ")";
    return new SqlStatement(
        target.name(),
        "INSERT INTO " + target.name().quoted() + text,
        new ArrayList<>(values.values()),
        returning);
  }

  /** Sets columns of the row with this key. */
  static SqlStatement update(
      Target target,
      List<String> key,
      Map<Identifier, @Nullable String> values,
      List<Identifier> same,
      List<Identifier> returning) {
    List<String> sets = new ArrayList<>();
    same.forEach(column -> sets.add(column.quoted() + " = " + column.quoted()));
    Map<Identifier, @Nullable String> others = new LinkedHashMap<>(values);
    others.keySet().removeAll(same);
    others.keySet().forEach(column -> sets.add(column.quoted() + " = ?"));
    List<@Nullable String> parameters = new ArrayList<>(others.values());
    parameters.addAll(key);
    return new SqlStatement(
        target.name(),
        "UPDATE "
            + target.name().quoted()
            + " SET "
            + String.join(", ", sets)
            + where(target.key()),
        parameters,
        returning);
  }

  /** The condition that finds the row of a key in the old shape. */
  static String where(WriteTable table) {
    return where(table.key());
  }

  private static String where(List<Identifier> key) {
    return key.stream()
        .map(column -> column.quoted() + " = ?")
        .collect(Collectors.joining(" AND ", " WHERE ", ""));
  }
}
