package dev.ripcord.plan;

import dev.ripcord.schema.Attached.OwnedSequence;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;

/**
 * The sequences that go with a column. One that is OWNED BY it gets the new column as its owner.
 * That of an identity column cannot be given away: another one takes its name, options, privileges
 * and last value, while ALTER SEQUENCE keeps everybody from drawing a value (SHARE ROW EXCLUSIVE,
 * which conflicts with the ROW EXCLUSIVE of nextval).
 */
final class CarriedSequences {
  private final QualifiedName table;
  private final Snapshot.Column old;
  private final Replacement.Fresh fresh;
  private final List<OwnedSequence> sequences;

  private CarriedSequences(
      QualifiedName table,
      Snapshot.Column old,
      Replacement.Fresh fresh,
      List<OwnedSequence> sequences) {
    this.table = table;
    this.old = old;
    this.fresh = fresh;
    this.sequences = sequences;
  }

  /** Of a one-to-one replacement; others are refused where there is a sequence. */
  static CarriedSequences of(Replacement replacement) {
    Snapshot.Column old = replacement.old().getFirst();
    return new CarriedSequences(
        replacement.name(),
        old,
        replacement.fresh().getFirst(),
        replacement.table().attached().sequences().stream()
            .filter(each -> each.column().equals(old.name()))
            .toList());
  }

  /** Goes where both columns have their names of after {@code contract}. */
  List<String> forward() {
    List<String> statements = new ArrayList<>();
    for (OwnedSequence each : sequences) {
      if (each.identity()) {
        statements.addAll(move(each, Names.retired(old.name()), fresh.name()));
      } else {
        statements.add(own(each, fresh.name()));
      }
    }
    return statements;
  }

  /** An identity column cannot lose its NOT NULL: goes where the columns still have these names. */
  List<String> backFirst() {
    return sequences.stream()
        .filter(OwnedSequence::identity)
        .flatMap(each -> move(each, fresh.name(), Names.retired(old.name())).stream())
        .toList();
  }

  /** Goes where the columns have their names of before {@code contract}. */
  List<String> backLast() {
    return sequences.stream()
        .filter(each -> !each.identity())
        .map(each -> own(each, old.name()))
        .toList();
  }

  private String own(OwnedSequence sequence, Identifier column) {
    return "ALTER SEQUENCE " + sequence.name() + " OWNED BY " + table + "." + column;
  }

  private List<String> move(OwnedSequence sequence, Identifier from, Identifier to) {
    QualifiedName name = sequence.name();
    QualifiedName next = new QualifiedName(name.schema(), Names.pending(name.name()));
    String always =
        old.generation() == Snapshot.Generation.IDENTITY_ALWAYS ? "ALWAYS" : "BY DEFAULT";
    List<String> statements = new ArrayList<>();
    statements.add("ALTER SEQUENCE " + name + " " + sequence.options());
    statements.add(
        "ALTER TABLE "
            + table
            + " ALTER COLUMN "
            + to
            + " ADD GENERATED "
            + always
            + " AS IDENTITY (SEQUENCE NAME "
            + next
            + " "
            + sequence.options()
            + ")");
    statements.add(
        "SELECT setval("
            + dev.ripcord.sql.Literal.of(next.quoted())
            + ", last_value, is_called) FROM "
            + name);
    statements.add("ALTER TABLE " + table + " ALTER COLUMN " + from + " DROP IDENTITY");
    statements.add("ALTER SEQUENCE " + next + " RENAME TO " + name.name());
    statements.addAll(sequence.more());
    return statements;
  }

  /** Those that may go beyond the old type once it is gone. */
  List<OwnedSequence> wider() {
    return sequences.stream()
        .filter(each -> fresh.inPlace() && each.whole())
        .filter(each -> Types.bytes(fresh.type()) > Types.bytes(each.type()))
        .toList();
  }

  static String widen(OwnedSequence each, String type) {
    return "ALTER SEQUENCE "
        + each.name()
        + (each.identity()
            ? " MAXVALUE " + Types.highest(type)
            : " AS " + TypeName.of(type).name());
  }

  static String narrow(OwnedSequence each) {
    return "ALTER SEQUENCE "
        + each.name()
        + (each.identity() ? " MAXVALUE " + Types.highest(each.type()) : " AS " + each.type());
  }
}
