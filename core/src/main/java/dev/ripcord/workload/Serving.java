package dev.ripcord.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Which faces clients use at a moment.
 *
 * @param byShape one list per shape that is served
 */
record Serving(List<List<Face>> byShape) {
  Serving {
    byShape = byShape.stream().map(List::copyOf).toList();
  }

  static Serving of(List<WriteTable> tables, Set<Shape> shapes, Layout layout, Ledger ledger) {
    List<List<Face>> byShape = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      if (shapes.contains(shape)) {
        List<Face> faces = new ArrayList<>();
        for (WriteTable table : tables) {
          Optional<Face> face = Face.of(table, shape, layout);
          face.ifPresent(faces::add);
          if (face.isEmpty() && !table.shape().dropped()) {
            ledger.note(
                table.name().quoted()
                    + ": not written in the new shape, because its primary key gets another name"
                    + " or form");
          }
        }
        byShape.add(faces);
      }
    }
    return new Serving(byShape);
  }

  /** The faces of one shape; empty if none is served. */
  List<Face> choose(Random random) {
    return byShape.isEmpty() ? List.of() : byShape.get(random.nextInt(byShape.size()));
  }
}
