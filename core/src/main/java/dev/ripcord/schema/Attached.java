package dev.ripcord.schema;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * What must go along when a column is replaced by another one.
 *
 * @param bound in the order in which it can be made: what stands on something comes after it
 * @param sequences that belong to a column
 * @param statistics extended ones
 */
public record Attached(
    List<Bound> bound, List<OwnedSequence> sequences, List<ExtendedStatistics> statistics) {
  /** Nothing. */
  public static final Attached NONE = new Attached(List.of(), List.of(), List.of());

  public Attached {
    bound = List.copyOf(bound);
    sequences = List.copyOf(sequences);
    statistics = List.copyOf(statistics);
  }

  /** What PostgreSQL binds to columns by their numbers. */
  public enum Kind {
    VIEW,
    RULE,
    POLICY,
    TRIGGER,
    FUNCTION,
    OTHER
  }

  /**
   * Something that PostgreSQL binds to columns by their numbers, not by their names.
   *
   * @param what as {@code pg_describe_object} prints it
   * @param columns the table's columns on which it stands, directly or on a view that does
   * @param direct whether it stands on the table itself
   * @param keyed whether it stands on the table's primary key, because it groups by that
   * @param obstacle why it cannot be bound anew
   * @param dropObstacle why it cannot be dropped and made again exactly
   * @param relation the view itself, or the table or view that has the rule, policy or trigger
   * @param lock locks a view and changes nothing
   * @param again statements that bind it to the columns that have these names when they run
   * @param create statements that make a view again after it was dropped, with all that was on it
   */
  public record Bound(
      Kind kind,
      String what,
      List<Identifier> columns,
      boolean direct,
      boolean keyed,
      Optional<String> obstacle,
      Optional<String> dropObstacle,
      Optional<QualifiedName> relation,
      Optional<String> lock,
      List<String> again,
      List<String> create) {
    public Bound {
      columns = List.copyOf(columns);
      again = List.copyOf(again);
      create = List.copyOf(create);
    }
  }

  /**
   * A sequence that goes with its column.
   *
   * @param identity whether it makes the values of an identity column
   * @param type its data type
   * @param options as CREATE SEQUENCE takes them: START, INCREMENT, MINVALUE, MAXVALUE, CACHE,
   *     CYCLE
   * @param whole whether MAXVALUE is the highest value of its type
   * @param more statements that give it its comment and privileges again
   * @param usedBy what else uses it
   */
  public record OwnedSequence(
      Identifier column,
      QualifiedName name,
      boolean identity,
      String type,
      String options,
      boolean whole,
      List<String> more,
      List<String> usedBy) {
    public OwnedSequence {
      more = List.copyOf(more);
      usedBy = List.copyOf(usedBy);
    }
  }

  /**
   * @param definition as {@code pg_get_statisticsobjdef} prints it
   * @param more statements that give it its target, owner and comment again
   */
  public record ExtendedStatistics(
      QualifiedName name, List<Identifier> columns, String definition, List<String> more) {
    public ExtendedStatistics {
      columns = List.copyOf(columns);
      more = List.copyOf(more);
    }
  }
}
