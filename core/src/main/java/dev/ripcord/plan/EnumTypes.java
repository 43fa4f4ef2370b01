package dev.ripcord.plan;

import static java.util.stream.Collectors.joining;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.migration.EnumChange;
import dev.ripcord.migration.TableChange;
import dev.ripcord.schema.EnumType;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What changes of enum types have in common. */
public final class EnumTypes {
  /** NAMEDATALEN - 1; labels are names to PostgreSQL. */
  private static final int LONGEST_LABEL = 63;

  private static final Pattern NEEDLESS = Pattern.compile("\"([a-z_][a-z0-9_]*)\"");

  private static final String REVOKE = SqlResource.of(EnumTypes.class, "revoke-type");

  private EnumTypes() {}

  /**
   * Statements that make the types which only the new shape has, by the names that these have until
   * {@code contract}: for who wants to express values of both shapes in one database.
   */
  public static List<String> ofNewShape(Plan plan) {
    List<String> statements = new ArrayList<>();
    for (Change change : plan.migration().changes()) {
      if (change instanceof EnumChange.CreateEnum it) {
        statements.add(create(it.type(), it.values()));
      } else if (change instanceof EnumChange.AddEnumValue it) {
        plan.before()
            .enumType(it.type())
            .ifPresent(
                type ->
                    statements.add(
                        create(pending(it.type()), AddEnumValueSteps.labels(it, type.labels()))));
      } else if (change instanceof EnumChange.ReplaceEnum it) {
        statements.add(create(pending(it.type()), it.values()));
      }
    }
    return statements;
  }

  static String create(QualifiedName type, List<String> labels) {
    return "CREATE TYPE "
        + type
        + " AS ENUM ("
        + labels.stream().map(Literal::of).collect(joining(", "))
        + ")";
  }

  /** Makes a type that is like another in all but its labels. */
  static List<String> createLike(QualifiedName name, List<String> labels, EnumType like) {
    List<String> statements = new ArrayList<>();
    statements.add(create(name, labels));
    statements.add("ALTER TYPE " + name + " OWNER TO " + like.owner());
    statements.add(REVOKE.replace(":ripcord_type", Literal.of(name.quoted())));
    like.grantees()
        .forEach(grantee -> statements.add("GRANT USAGE ON TYPE " + name + " TO " + grantee));
    like.comment()
        .ifPresent(text -> statements.add("COMMENT ON TYPE " + name + " IS " + Literal.of(text)));
    return statements;
  }

  static QualifiedName pending(QualifiedName type) {
    return new QualifiedName(type.schema(), Names.pending(type.name()));
  }

  static QualifiedName retired(QualifiedName type) {
    return new QualifiedName(type.schema(), Names.retired(type.name()));
  }

  /** The type as it is; reports a problem and is empty when there is none. */
  static Optional<EnumType> find(Draft draft, EnumChange change) {
    Optional<EnumType> found = draft.snapshot().enumType(change.type());
    if (found.isEmpty()) {
      draft.problem(
          change,
          "enum type " + change.type() + " does not exist",
          "one of " + draft.snapshot().enums().stream().map(each -> each.name().quoted()).toList());
    }
    return found;
  }

  /** False, with a problem, for a label that PostgreSQL would not take. */
  static boolean fits(Draft draft, Change change, String label) {
    if (label.getBytes(StandardCharsets.UTF_8).length > LONGEST_LABEL) {
      draft.problem(change, "'" + label + "' is longer than 63 bytes", "a shorter value");
      return false;
    }
    return true;
  }

  /** Whether the type is as it shall be, and no run is at work on it. */
  static boolean settled(Snapshot snapshot, QualifiedName type) {
    return snapshot.enumType(pending(type)).isEmpty() && snapshot.enumType(retired(type)).isEmpty();
  }

  /** The tables that have columns of the type. */
  static List<QualifiedName> tables(Snapshot snapshot, QualifiedName type) {
    return snapshot.enumType(type).stream()
        .flatMap(each -> each.uses().stream())
        .flatMap(use -> use.column().stream())
        .map(EnumType.Column::table)
        .distinct()
        .toList();
  }

  /**
   * Two changes around one type would have to know of each other's names for it. False, with a
   * problem, when another change is about a table with the type or makes a column of it.
   */
  static boolean alone(Draft draft, EnumChange change, List<Change> all) {
    List<QualifiedName> tables = tables(draft.snapshot(), change.type());
    boolean alone = true;
    for (Change other : all) {
      boolean meets =
          !(other instanceof EnumChange)
              && (other.tables().stream().anyMatch(tables::contains)
                  || types(other).anyMatch(type -> same(type, change.type())));
      if (meets) {
        draft.problem(
            other,
            "this is about a table or column of the enum type "
                + change.type()
                + ", which the same migration changes",
            "a migration of its own for one of them");
        alone = false;
      }
    }
    return alone;
  }

  private static boolean same(String written, QualifiedName type) {
    return plain(written).equals(plain(type.quoted()));
  }

  /** The name of a type, or of its elements, without quotes that it does not need. */
  static String plain(String type) {
    return NEEDLESS
        .matcher(TypeName.of(type).name())
        .replaceAll("$1")
        .replaceFirst("^public\\.", "");
  }

  private static Stream<String> types(Change change) {
    return switch (change) {
      case ColumnChange.AddColumn it -> Stream.of(it.type());
      case ColumnChange.ChangeType it -> Stream.of(it.type());
      case ColumnChange.TransformColumns it -> it.to().stream().map(ColumnChange.Target::type);
      case TableChange.CreateTable it -> it.columns().stream().map(TableChange.TableColumn::type);
      default -> Stream.empty();
    };
  }
}
