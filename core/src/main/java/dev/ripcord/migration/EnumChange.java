package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.QualifiedName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A change of an enum type. */
public sealed interface EnumChange extends Change {
  /** The type. */
  QualifiedName type();

  @Override
  default List<QualifiedName> tables() {
    return List.of();
  }

  /** A new enum type. */
  record CreateEnum(Place place, QualifiedName type, List<String> values) implements EnumChange {
    public CreateEnum {
      values = List.copyOf(values);
    }
  }

  /**
   * One more value. PostgreSQL cannot take it away again, so the type is replaced by one that has
   * it.
   *
   * @param before the value that it stands before; at most one of this and {@code after}
   * @param after the value that it stands after; the last if neither is given
   * @param down the value that stands for it in the old type; null if absent
   */
  record AddEnumValue(
      Place place,
      QualifiedName type,
      String value,
      Optional<String> before,
      Optional<String> after,
      Optional<String> down)
      implements EnumChange {}

  /** Another spelling of a value. */
  record RenameEnumValue(Place place, QualifiedName type, String from, String to)
      implements EnumChange {}

  /**
   * Other values.
   *
   * @param values all that the type has afterwards, in their order
   * @param up old value to new one, for old values that are no more
   * @param down new value to old one, for new values that were not; null for those not named
   */
  record ReplaceEnum(
      Place place,
      QualifiedName type,
      List<String> values,
      Map<String, String> up,
      Map<String, String> down)
      implements EnumChange {
    public ReplaceEnum {
      values = List.copyOf(values);
      up = Collections.unmodifiableMap(new LinkedHashMap<>(up));
      down = Collections.unmodifiableMap(new LinkedHashMap<>(down));
    }
  }
}
