package dev.ripcord.migration;

import static java.util.Objects.requireNonNull;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.QualifiedName;

/**
 * A table whose rows a rehearsal does not compare, such as an audit table that holds whole rows as
 * they were when triggers wrote them: with the columns of that moment.
 *
 * @param place in the migration file
 */
public record NotCompared(Place place, QualifiedName table) {
  public NotCompared {
    requireNonNull(place, "place is null");
    requireNonNull(table, "table is null");
  }
}
