package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** Reads changes of views. */
final class ViewReader {
  static final List<ChangeKind> KINDS =
      List.of(
          new ChangeKind(
              new Keys("create_view", List.of("view", "query"), List.of()), ViewReader::create),
          new ChangeKind(
              new Keys("replace_view", List.of("view", "query"), List.of()), ViewReader::replace),
          new ChangeKind(new Keys("drop_view", List.of("view"), List.of()), ViewReader::drop));

  private ViewReader() {}

  private static Optional<QualifiedName> view(Mapping in) {
    return in.qualified("view", "a view name such as active_users or app.active_users");
  }

  private static Optional<String> query(Mapping in) {
    return in.node("query").flatMap(node -> in.values().sql(node, "query", "a SELECT"));
  }

  private static Optional<Change> create(Place place, Mapping in) {
    Optional<QualifiedName> view = view(in);
    Optional<String> query = query(in);
    return in.made(() -> new ViewChange.CreateView(place, view.orElseThrow(), query.orElseThrow()));
  }

  private static Optional<Change> replace(Place place, Mapping in) {
    Optional<QualifiedName> view = view(in);
    Optional<String> query = query(in);
    return in.made(
        () -> new ViewChange.ReplaceView(place, view.orElseThrow(), query.orElseThrow()));
  }

  private static Optional<Change> drop(Place place, Mapping in) {
    Optional<QualifiedName> view = view(in);
    return in.made(() -> new ViewChange.DropView(place, view.orElseThrow()));
  }
}
