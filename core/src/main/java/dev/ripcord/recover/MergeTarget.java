package dev.ripcord.recover;

import dev.ripcord.sql.Identifier;
import java.util.ArrayList;
import java.util.List;

/**
 * A live table, and how the rows of the restored one fit into it.
 *
 * @param key in the order of the restored table's
 * @param columns that both have, and live stores
 * @param places of these columns in a restored row
 * @param further columns that only live stores, where it is known when the damage was: what they
 *     hold was written since
 * @param references foreign keys to the table
 * @param parents foreign keys from the table
 * @param notes what is not merged, in words
 */
record MergeTarget(
    MergeShape shape,
    MergeShape.Key key,
    List<MergeShape.Column> columns,
    List<Integer> places,
    List<MergeShape.Column> further,
    List<MergeReference> references,
    List<MergeReference> parents,
    List<String> notes) {
  MergeTarget {
    columns = List.copyOf(columns);
    places = List.copyOf(places);
    further = List.copyOf(further);
    references = List.copyOf(references);
    parents = List.copyOf(parents);
    notes = List.copyOf(notes);
  }

  /**
   * @param refusals takes what stands against it, in words
   */
  static MergeTarget of(
      MergeShape live, LiveMerge.Known known, List<MergeReference> all, List<String> refusals) {
    List<Identifier> keyNames = known.source().key();
    List<Identifier> restored = known.columns();
    refusals.addAll(known.source().otherKeyTypes(live, "now"));
    MergeShape.Key key = live.keys().getFirst();
    if (live.key(keyNames).isEmpty()) {
      refusals.add(
          live.table() + " has no unique index over the key that it had: " + listed(keyNames));
    } else {
      key = aligned(live.key(keyNames).get(), keyNames);
    }
    List<MergeShape.Column> columns = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < restored.size(); i++) {
      int place = i;
      live.column(restored.get(i))
          .filter(column -> !column.generated())
          .ifPresentOrElse(
              column -> {
                columns.add(column);
                places.add(place);
              },
              () ->
                  notes.add(
                      "column " + restored.get(place) + " is not merged: live stores no such one"));
    }
    List<MergeShape.Column> further =
        live.columns().stream()
            .filter(column -> !column.generated() && !restored.contains(column.name()))
            .toList();
    for (MergeShape.Column column : further) {
      notes.add("column " + column.name() + " is not merged: only live stores it");
    }
    if (!live.triggers().isEmpty()) {
      notes.add("triggers fire for rows that are put back: " + String.join(", ", live.triggers()));
    }
    List<MergeReference> references =
        all.stream().filter(each -> each.parent().equals(live.table())).toList();
    List<MergeReference> parents =
        all.stream().filter(each -> each.childRoot().equals(live.table())).toList();
    return new MergeTarget(
        live,
        key,
        columns,
        places,
        known.found().isPresent() ? further : List.of(),
        references,
        parents,
        notes);
  }

  private static MergeShape.Key aligned(MergeShape.Key key, List<Identifier> names) {
    List<String> operators =
        names.stream().map(name -> key.operators().get(key.columns().indexOf(name))).toList();
    return new MergeShape.Key(names, operators);
  }

  static String listed(List<Identifier> names) {
    return String.join(", ", names.stream().map(Identifier::quoted).toList());
  }

  List<Identifier> names() {
    return columns.stream().map(MergeShape.Column::name).toList();
  }
}
