package dev.ripcord.recover;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A candidate as it was judged, and what came of it.
 *
 * @param now its values as they were found
 * @param failure why it could not be written, null if it was or need not be
 * @param altered whether a trigger made something else of it
 */
record MergeRow(
    Candidate row,
    @Nullable List<@Nullable String> now,
    Ruling ruling,
    @Nullable String failure,
    boolean altered) {
  MergeRow(Candidate row, @Nullable List<@Nullable String> now, Ruling ruling) {
    this(row, now, ruling, null, false);
  }

  MergeRow failed(String why) {
    return new MergeRow(row, now, ruling, why, altered);
  }

  MergeRow asAltered() {
    return new MergeRow(row, now, ruling, failure, true);
  }

  /** As it shall be once it is written; null if it shall not be there. */
  @Nullable List<@Nullable String> wanted() {
    return switch (ruling.kind()) {
      case INSERT -> row.before();
      case DELETE -> null;
      case UPDATE, MERGE -> {
        List<@Nullable String> values =
            new ArrayList<@Nullable String>(Objects.requireNonNull(now));
        List<@Nullable String> before = Objects.requireNonNull(row.before());
        for (int place : ruling.columns()) {
          values.set(place, before.get(place));
        }
        yield values;
      }
      case SAME, NEWER, CONFLICT -> now;
    };
  }

  /** As the kept rows name what was done. */
  String action() {
    return switch (ruling.kind()) {
      case INSERT -> "inserted";
      case DELETE -> "deleted";
      case UPDATE -> "updated";
      case MERGE -> "merged";
      case SAME, NEWER, CONFLICT -> throw new IllegalStateException("nothing was written");
    };
  }
}
