package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.QualifiedName;
import java.util.List;

/** A change of a view. */
public sealed interface ViewChange extends Change {
  /** The view. */
  QualifiedName view();

  @Override
  default List<QualifiedName> tables() {
    return List.of();
  }

  /**
   * A new view.
   *
   * @param query over the new shape of the tables
   */
  record CreateView(Place place, QualifiedName view, String query) implements ViewChange {}

  /**
   * Another query for a view; its privileges, options and comment stay.
   *
   * @param query over the new shape of the tables
   */
  record ReplaceView(Place place, QualifiedName view, String query) implements ViewChange {}

  /** A view goes away; its definition is kept. */
  record DropView(Place place, QualifiedName view) implements ViewChange {}
}
