package dev.ripcord.plan;

import static dev.ripcord.plan.StepBuilder.transaction;

import dev.ripcord.migration.EnumChange;
import dev.ripcord.migration.Phase;
import dev.ripcord.schema.EnumType;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An enum type with other values, since PostgreSQL cannot take one away: a second type beside the
 * first, and for each column that has the type a second column, kept alike. At {@code contract} the
 * columns and the types swap names in one transaction.
 */
final class EnumReplacement {
  private static final Pattern CONSTANT = Pattern.compile("'((?:[^']|'')*)'::(.+)");

  private final Draft draft;
  private final String origin;
  private final Wanted wanted;
  private final QualifiedName name;
  private final QualifiedName pending;
  private final QualifiedName retired;

  /**
   * @param up old value to new one, for those that go away
   * @param down new value to old one, for those that come and are not NULL in the old shape
   */
  record Wanted(
      EnumType type, List<String> labels, Map<String, String> up, Map<String, String> down) {}

  /** A column of the type. */
  private record Member(Snapshot.Table table, Snapshot.Column column) {}

  private EnumReplacement(Draft draft, EnumChange change, Wanted wanted) {
    this.draft = draft;
    this.origin = Origin.of(change);
    this.wanted = wanted;
    this.name = change.type();
    this.pending = EnumTypes.pending(name);
    this.retired = EnumTypes.retired(name);
  }

  static void plan(Draft draft, EnumChange change, Wanted wanted) {
    int before = draft.problems().size();
    boolean unused = EnumTypes.alone(draft, change, draft.changes());
    refuseOtherUses(draft, change, wanted.type());
    refuseShared(draft, change, wanted.type());
    if (draft.problems().size() > before) {
      return;
    }
    List<Member> members = members(draft, change, wanted);
    if (draft.problems().size() == before) {
      new EnumReplacement(draft, change, wanted).add(members);
    }
  }

  private static void refuseOtherUses(Draft draft, EnumChange change, EnumType type) {
    List<String> others =
        type.uses().stream()
            .filter(use -> !use.isColumn() && !(use.byDefault() && use.itself()))
            .map(EnumType.Use::what)
            .toList();
    if (!others.isEmpty()) {
      draft.problem(
          change,
          "enum type " + type.name() + " cannot be replaced: " + String.join(", ", others),
          "a type that only columns of ordinary tables and their defaults use");
    }
  }

  /** Each column builds its indexes anew on its own, so none may need two of them. */
  private static void refuseShared(Draft draft, EnumChange change, EnumType type) {
    List<EnumType.Column> uses =
        type.uses().stream().flatMap(use -> use.column().stream()).distinct().toList();
    for (Snapshot.Table table : draft.snapshot().tables()) {
      List<Identifier> columns =
          uses.stream()
              .filter(each -> each.table().equals(table.name()))
              .map(EnumType.Column::name)
              .toList();
      table.indexes().stream()
          .filter(index -> index.columns().stream().filter(columns::contains).count() > 1)
          .forEach(
              index ->
                  draft.problem(
                      change,
                      "index " + index.name() + " has several columns of the type",
                      "an index with one of them; change it in a migration of its own"));
    }
  }

  /** What would have to be bound or compared anew while types have names that pass. */
  private static boolean isPlain(Draft draft, EnumChange change, Member member) {
    Identifier name = member.column().name();
    List<String> obstacles = new ArrayList<>();
    if (member.table().primaryKey().contains(name)) {
      obstacles.add("the primary key");
    }
    member.table().constraints().stream()
        .filter(each -> each.kind() == 'f' && each.columns().contains(name))
        .forEach(each -> obstacles.add("foreign key " + each.name()));
    member.table().dependents().stream()
        .filter(each -> each.columns().contains(name))
        .forEach(each -> obstacles.add(each.what()));
    member.table().triggers().stream()
        .filter(each -> each.columns().contains(name))
        .forEach(each -> obstacles.add("trigger " + each.name()));
    if (!obstacles.isEmpty()) {
      draft.problem(
          change,
          "column "
              + name
              + " of "
              + member.table().name()
              + " cannot be taken along: "
              + String.join(", ", obstacles),
          "a column without it; change it in a migration of its own");
    }
    return obstacles.isEmpty();
  }

  private static List<Member> members(Draft draft, EnumChange change, Wanted wanted) {
    List<Member> members = new ArrayList<>();
    for (EnumType.Use use : wanted.type().uses()) {
      if (use.isColumn()) {
        EnumType.Column place = use.column().orElseThrow();
        draft
            .table(change, place.table())
            .filter(table -> draft.hasKey(change, table))
            .flatMap(
                table ->
                    draft
                        .column(change, table, place.name())
                        .map(column -> new Member(table, column)))
            .filter(it -> isPlain(draft, change, it))
            .filter(it -> Dependents.allowReplacement(draft, change, it.table(), it.column()))
            .filter(it -> hasDown(draft, change, wanted, it))
            .filter(it -> hasConstantDefault(draft, change, wanted.type(), it))
            .ifPresent(members::add);
      }
    }
    return members;
  }

  /** A column that must have a value must have one in the old shape too. */
  private static boolean hasDown(Draft draft, EnumChange change, Wanted wanted, Member member) {
    List<String> nowhere =
        wanted.labels().stream()
            .filter(label -> !wanted.type().labels().contains(label))
            .filter(label -> !wanted.down().containsKey(label))
            .map(Literal::of)
            .toList();
    if (member.column().notNull() && !nowhere.isEmpty()) {
      draft.problem(
          change,
          "column "
              + member.column().name()
              + " of "
              + member.table().name()
              + " is NOT NULL, but nothing says what "
              + String.join(", ", nowhere)
              + " becomes on the way back",
          "'down:' with a value of the old type");
      return false;
    }
    return true;
  }

  private static boolean hasConstantDefault(
      Draft draft, EnumChange change, EnumType type, Member member) {
    Optional<String> value = member.column().defaultValue();
    if (value.isPresent() && constant(type, value.get()).isEmpty()) {
      draft.problem(
          change,
          "the default of "
              + member.column().name()
              + " of "
              + member.table().name()
              + " is no plain value of "
              + type.name()
              + ": "
              + value.get(),
          "a plain value; change the default in a migration of its own");
      return false;
    }
    return true;
  }

  private static Optional<String> constant(EnumType type, String value) {
    Matcher matcher = CONSTANT.matcher(value);
    boolean constant =
        matcher.matches()
            && TypeName.of(matcher.group(2)).equals(TypeName.of(type.name().quoted()));
    return constant ? Optional.of(matcher.group(1).replace("''", "'")) : Optional.empty();
  }

  private void add(List<Member> members) {
    draft.passingType(name);
    draft.passingType(pending);
    draft.passingType(retired);
    draft.add(
        Phase.EXPAND,
        transaction(
                "Create the enum type that takes the place of " + name,
                origin,
                EnumTypes.createLike(pending, wanted.labels(), wanted.type()))
            .backTransaction("Drop the enum type " + pending, "DROP TYPE " + pending)
            .success(Criteria.labels(pending, wanted.labels()))
            .backSuccess(Criteria.typeGone(pending)));
    List<ReplacementSteps> columns = new ArrayList<>();
    for (Member member : members) {
      Replacement replacement = replacement(member);
      columns.add(new ReplacementSteps(draft, replacement));
      draft.pendingColumn(
          member.table().name(), member.column().name(), Names.pending(member.column().name()));
      Replacements.shape(draft, replacement);
      draft.shape(
          member.table().name(),
          shape -> shape.withRespelled(member.column().name(), wanted.down()));
    }
    columns.forEach(ReplacementSteps::prepare);
    draft.add(Phase.CONTRACT, swap(columns));
    columns.forEach(ReplacementSteps::retire);
    draft.add(
        Phase.CLEANUP,
        transaction("Drop the retired enum type " + retired, origin, "DROP TYPE " + retired)
            .backTransaction(
                "Create the retired enum type " + retired + " again",
                EnumTypes.createLike(retired, wanted.type().labels(), wanted.type()))
            .risk(Risk.MEDIUM)
            .success(Criteria.typeGone(retired))
            .backSuccess(Criteria.labels(retired, wanted.type().labels())));
  }

  private Replacement replacement(Member member) {
    Snapshot.Column column = member.column();
    Identifier own = column.name();
    Replacement.Fresh fresh =
        new Replacement.Fresh(
            own,
            Names.pending(own),
            pending.quoted(),
            column.notNull(),
            column
                .defaultValue()
                .flatMap(value -> constant(wanted.type(), value))
                .map(value -> Literal.of(wanted.up().getOrDefault(value, value)) + "::" + pending),
            Optional.empty(),
            column.comment());
    Map<String, String> down = new LinkedHashMap<>();
    for (String label : wanted.labels()) {
      if (!wanted.type().labels().contains(label)) {
        down.put(label, Literal.of(wanted.down().get(label)));
      }
    }
    Map<String, String> up = new LinkedHashMap<>();
    wanted.up().forEach((from, to) -> up.put(from, Literal.of(to)));
    return new Replacement(
        member.table(),
        draft.nextNumber(),
        origin,
        List.of(column),
        List.of(fresh),
        Map.of(own, mapped(own, up)),
        Map.of(own, mapped(own, down)),
        Map.of(column.type(), retired.quoted(), pending.quoted(), name.quoted()));
  }

  /**
   * @param others labels to what stands for them, as SQL
   */
  private static String mapped(Identifier column, Map<String, String> others) {
    StringBuilder text = new StringBuilder();
    others.forEach(
        (from, to) -> text.append(" WHEN ").append(Literal.of(from)).append(" THEN ").append(to));
    String label = column + "::text";
    return text.isEmpty() ? label : "CASE " + label + text + " ELSE " + label + " END";
  }

  /** A client that writes {@code 'x'::type} must find column and type of the same shape. */
  private StepBuilder swap(List<ReplacementSteps> columns) {
    List<String> forward = new ArrayList<>();
    List<String> back = new ArrayList<>();
    for (ReplacementSteps each : columns) {
      List<String> there = new ArrayList<>();
      List<String> here = new ArrayList<>();
      each.swap(there, here);
      forward.addAll(there);
      back.addAll(0, here);
    }
    forward.add(rename(name, retired));
    forward.add(rename(pending, name));
    back.add(0, rename(name, pending));
    back.add(1, rename(retired, name));
    StepBuilder builder =
        transaction("Retire the enum type " + name + " and the columns of it", origin, forward)
            .backTransaction("Serve the enum type " + name + " as it was again", back)
            .risk(Risk.HIGH)
            .success(
                Criteria.labels(name, wanted.labels()),
                Criteria.labels(retired, wanted.type().labels()))
            .backSuccess(
                Criteria.labels(name, wanted.type().labels()),
                Criteria.labels(pending, wanted.labels()));
    columns.forEach(each -> each.surround(builder));
    return builder;
  }

  private static String rename(QualifiedName from, QualifiedName to) {
    return "ALTER TYPE " + from + " RENAME TO " + to.name();
  }
}
