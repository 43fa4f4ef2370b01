package dev.ripcord.recover;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Judges and writes nothing. A row that another one with an equal key keeps out counts as put back
 * if that one is to be deleted, for then a merge makes room for it.
 */
final class MergePreview implements MergeRounds.Worker {
  /** Keys in the way that are remembered: beyond them the rows are foreseen as conflicts. */
  private static final int MOST = 100_000;

  private final Session session;
  private final String merge;
  private final boolean kept;
  private final Map<QualifiedName, Keys> keys = new HashMap<>();

  /** As live prints them. */
  private record Keys(Set<List<String>> inTheWay, Set<List<String>> deleted) {}

  /**
   * @param merge its name
   * @param kept whether the table of what was written before is there
   */
  MergePreview(Session inside, String merge, boolean kept) {
    this.session = inside;
    this.merge = merge;
    this.kept = kept;
  }

  @Override
  public List<MergeRow> work(MergeTarget target, List<Candidate> batch) {
    MergeRows rows = new MergeRows(session, target, merge);
    List<MergeRow> judged = MergeBatch.judge(rows, batch, "", kept);
    Keys known =
        keys.computeIfAbsent(
            target.shape().table(), absent -> new Keys(new HashSet<>(), new HashSet<>()));
    for (MergeRow row : judged) {
      if (row.ruling().kind() == Ruling.Kind.DELETE && known.inTheWay().contains(row.row().key())) {
        known.deleted().add(row.row().key());
      }
    }
    List<Candidate> keptOut =
        judged.stream().filter(row -> row.failure() != null).map(MergeRow::row).toList();
    return keptOut.isEmpty() ? judged : makingRoom(judged, rows.look(keptOut, ""), known);
  }

  /**
   * @param met what those have met that are kept out, in their order
   */
  private static List<MergeRow> makingRoom(
      List<MergeRow> judged, Map<Integer, MergeRows.Now> met, Keys known) {
    List<MergeRow> foreseen = new ArrayList<>();
    int place = 0;
    for (MergeRow row : judged) {
      if (row.failure() == null) {
        foreseen.add(row);
        continue;
      }
      List<String> key = Objects.requireNonNull(met.get(place++)).key();
      if (known.deleted().contains(key)) {
        foreseen.add(new MergeRow(row.row(), null, Ruling.of(row.row(), null)));
      } else {
        if (known.inTheWay().size() < MOST) {
          known.inTheWay().add(key);
        }
        foreseen.add(row);
      }
    }
    return foreseen;
  }
}
