package dev.ripcord.execute;

import dev.ripcord.plan.Action;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pass has left to do, or clients have made meanwhile.
 *
 * @param rows that are left
 * @param stretches where they are
 */
record Left(long rows, List<Stretch> stretches) {
  private static final String LEFT = SqlResource.of(Left.class, "left");

  /** So near to each other that one stretch has both. */
  private static final long NEAR = 16;

  Left {
    stretches = List.copyOf(stretches);
  }

  /** A block with such rows; how many all blocks have. */
  private record Place(long block, long blocks, long rows) {}

  /**
   * In one look at the whole table, so that no row escapes by moving. Where the walk has no
   * condition, a pass that changed rows leaves the whole table.
   */
  static Left of(Session session, Action.Walk walk, Pass pass) {
    if (walk.left().isEmpty()) {
      long changed = pass.changedInPass();
      return new Left(
          changed, changed == 0 ? List.of() : List.of(pass.next(0, Places.blocks(session, walk))));
    }
    List<Place> places =
        session.queryPlain(
            LEFT.replace("<table>", walk.table().quoted()).replace("<left>", walk.left().get()),
            row -> new Place(row.number("block"), row.number("blocks"), row.number("rows")));
    if (places.isEmpty()) {
      return new Left(0, List.of());
    }
    Place first = places.getFirst();
    List<Stretch> stretches =
        first.blocks() > places.size()
            ? List.of(pass.next(0, Places.blocks(session, walk)))
            : stretches(places, pass);
    return new Left(first.rows(), stretches);
  }

  private static List<Stretch> stretches(List<Place> places, Pass pass) {
    List<Stretch> stretches = new ArrayList<>();
    for (Place place : places) {
      long end = place.block() + 1;
      if (!stretches.isEmpty() && place.block() - stretches.getLast().end() <= NEAR) {
        stretches.add(stretches.removeLast().to(end));
      } else {
        Stretch fresh = pass.next(place.block(), end);
        stretches.add(stretches.isEmpty() ? fresh : fresh.ofItsOwn());
      }
    }
    return stretches;
  }
}
