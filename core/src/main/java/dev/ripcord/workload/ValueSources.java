package dev.ripcord.workload;

import dev.ripcord.postgres.Row;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** A source of values for each column of a table, made from its catalogue entries. */
public final class ValueSources {
  private static final int POOL = 2_000;

  /** Their value depends on the moment or the session, so that a seed would not determine it. */
  private static final Pattern MOVING =
      Pattern.compile("(?i)current_|localtime|session_user|\\bnow\\(|timestamp\\(\\)|random|uuid");

  private static final Set<String> WHOLE = Set.of("int2", "int4", "int8");

  private final Session session;
  private final QualifiedName table;
  private final ValueTypes types;
  private final List<ValueCheck> checks;
  private final RandomGenerator random;

  private ValueSources(Session session, QualifiedName table, ValueTypes types, long seed) {
    this.session = session;
    this.table = table;
    this.types = types;
    this.checks = ValueCheck.read(session, table);
    this.random = new Random(seed ^ table.quoted().hashCode());
  }

  /**
   * Sources for the columns that a statement may write: not for generated columns and identities
   * ALWAYS. Each value satisfies the domain and those CHECK constraints that concern its column
   * alone; constraints over several columns, keys and foreign keys are the caller's business, but
   * the values of a column that is unique are seldom the same. NULL comes about once in ten where
   * the column takes it.
   *
   * @throws RipcordException with {@link ProblemCode#REFUSED} if no value can be found for a column
   *     that needs one
   */
  public static Map<Identifier, ValueSource> of(Session session, Snapshot.Table table) {
    ValueSources maker = new ValueSources(session, table.name(), ValueTypes.read(session), 0);
    Map<Identifier, ValueSource> sources = new LinkedHashMap<>();
    for (ValueColumn column : ValueColumn.read(session, table.name())) {
      boolean always =
          table
              .column(column.name())
              .filter(each -> each.generation() == Snapshot.Generation.IDENTITY_ALWAYS)
              .isPresent();
      if (!column.generated() && !always) {
        ValueSource source =
            column.aloneUnique() ? maker.mostlyDistinct(column) : maker.source(column, POOL);
        sources.put(column.name(), nullable(column, source));
      }
    }
    return sources;
  }

  static ValueSources maker(Session session, QualifiedName table, ValueTypes types, long seed) {
    return new ValueSources(session, table, types, seed);
  }

  static ValueSource nullable(ValueColumn column, ValueSource source) {
    return column.required()
        ? source
        : random -> random.nextInt(10) == 0 ? null : source.next(random);
  }

  /**
   * Values other than NULL.
   *
   * @param pool how many values to try where only the server can tell which are right
   */
  ValueSource source(ValueColumn column, int pool) {
    Optional<Wanted> wanted = wanted(column);
    return wanted.isEmpty()
        ? unused -> null
        : wanted.get().sure() ? wanted.get().source() : anyOf(pooled(column, wanted.get(), pool));
  }

  private static ValueSource anyOf(List<String> pool) {
    return generator -> pool.get(generator.nextInt(pool.size()));
  }

  /**
   * Values other than NULL, hardly ever the same twice.
   *
   * @param pool how many values to try where nothing better is known than to draw them
   */
  ValueSource distinct(ValueColumn column, int pool) {
    Optional<Wanted> wanted = wanted(column);
    String base = types.baseName(column.typeId());
    if (wanted.isEmpty()) {
      return unused -> null;
    }
    ValueSource source = wanted.get().source();
    if (DistinctValues.textual(base)) {
      List<String> some =
          wanted.get().sure()
              ? ValueTypes.draw(source, POOL, random)
              : pooled(column, wanted.get(), POOL);
      int limit = column.modifier() < 0 ? 600 : Math.min(column.modifier() - 4, 600);
      Optional<ValueSource> texts =
          DistinctValues.texts(some, limit, values -> taken(column, wanted.get(), values), random);
      return texts.orElseGet(() -> source(column, pool));
    }
    if (!wanted.get().sure()) {
      return anyOf(pooled(column, wanted.get(), pool));
    }
    return base.equals("bytea")
        ? DistinctValues.bytes(source)
        : DistinctValues.numbers(base, column.modifier()).orElse(source);
  }

  /** With a few of the values that stand in other rows too, or are odd. */
  private ValueSource mostlyDistinct(ValueColumn column) {
    ValueSource plain = source(column, POOL);
    ValueSource distinct = distinct(column, POOL);
    return generator ->
        generator.nextInt(30) == 0 ? plain.next(generator) : distinct.next(generator);
  }

  /**
   * What values of a column are made from.
   *
   * @param uncertain whether the type may refuse a value
   * @param alone constraints over this column only
   */
  private record Wanted(ValueSource source, boolean uncertain, List<ValueCheck> alone) {
    boolean sure() {
      return !uncertain && alone.isEmpty();
    }
  }

  private Optional<Wanted> wanted(ValueColumn column) {
    Optional<ValueSource> plain =
        types.source(column.typeId(), column.modifier(), column.indexed());
    if (plain.isEmpty()) {
      if (!column.required()) {
        return Optional.empty();
      }
      throw refused(
          "column %s needs a value of type %s, of which ripcord knows none"
              .formatted(column.name(), column.type()));
    }
    List<String> concerning = new ArrayList<>(types.domainChecks(column.typeId()));
    List<ValueCheck> alone = new ArrayList<>();
    for (ValueCheck check : checks) {
      if (check.columns().contains(column.name())) {
        concerning.add(check.expression());
        if (check.columns().size() == 1) {
          alone.add(check);
        }
      }
    }
    String base = types.baseName(column.typeId());
    Dictionary dictionary = Dictionary.of(concerning);
    ValueSource any =
        column.computedWith() && WHOLE.contains(base) ? BaseValues::moderate : plain.get();
    ValueSource source = withDefault(column, dictionary.over(any, base, column.modifier()));
    // a constant may be too large for the type, only the server knows; texts are cut to its length
    boolean uncertain =
        types.picky(column.typeId()) || (!dictionary.isEmpty() && !DistinctValues.textual(base));
    return Optional.of(new Wanted(source, uncertain, alone));
  }

  private ValueSource withDefault(ValueColumn column, ValueSource other) {
    Optional<String> expression = column.defaultValue();
    if (expression.isEmpty() || column.serial() || MOVING.matcher(expression.get()).find()) {
      return other;
    }
    // a cast to the type first, so that a default such as 0 for numeric(5,2) prints as stored
    String value =
        session.scalar("SELECT ((%s)::%s)::text".formatted(expression.get(), column.type()));
    return value == null ? other : random -> random.nextInt(10) == 0 ? value : other.next(random);
  }

  private List<String> pooled(ValueColumn column, Wanted wanted, int size) {
    List<String> drawn =
        ValueTypes.draw(wanted.source(), size, random).stream().distinct().toList();
    List<String> passing = wanted.uncertain() ? fitting(column, drawn) : drawn;
    if (passing.isEmpty()) {
      throw refused(
          "none of %d values for column %s fits its type %s"
              .formatted(drawn.size(), column.name(), column.type()));
    }
    for (ValueCheck check : wanted.alone()) {
      List<String> before = passing;
      passing = passing(column, check, before);
      if (passing.isEmpty()) {
        throw refused(
            "none of %d values for column %s satisfies constraint %s"
                .formatted(before.size(), column.name(), check.name()));
      }
    }
    return passing;
  }

  private List<String> taken(ValueColumn column, Wanted wanted, List<String> values) {
    List<String> taken = wanted.uncertain() ? fitting(column, values) : values;
    for (ValueCheck check : wanted.alone()) {
      taken = passing(column, check, taken);
    }
    return taken;
  }

  private List<String> fitting(ValueColumn column, List<String> values) {
    session.execute(SqlResource.of(ValueSources.class, "value-fits").formatted(column.type()));
    return session.query(
        "SELECT v FROM unnest(?::text[]) WITH ORDINALITY u (v, n)"
            + " WHERE pg_temp.ripcord_fits(v) ORDER BY n",
        row -> row.text(1),
        arrayOf(values));
  }

  private List<String> passing(ValueColumn column, ValueCheck check, List<String> values) {
    // the constraint may hold question marks, which are operators too: no parameters here
    String query =
        """
        SELECT ripcord_text
        FROM (
          SELECT v AS ripcord_text, n AS ripcord_place, v::%s AS %s
          FROM unnest(%s::text[]) WITH ORDINALITY u (v, n)
        ) AS %s
        WHERE (%s) IS NOT FALSE
        ORDER BY ripcord_place
        """
            .formatted(
                column.type(),
                column.name().quoted(),
                Literal.of(arrayOf(values)),
                table.name().quoted(),
                check.expression());
    return session.query(QuestionMarks.doubled(query), row -> row.text(1));
  }

  /** The type's name where nothing but the type limits the values, else {@code special}. */
  String freeBase(ValueColumn column) {
    boolean concerned = checks.stream().anyMatch(each -> each.columns().contains(column.name()));
    return concerned || types.picky(column.typeId()) ? "special" : types.baseName(column.typeId());
  }

  List<ValueCheck> checks() {
    return checks;
  }

  private static String arrayOf(List<String> values) {
    StringBuilder array = new StringBuilder("{");
    for (String value : values) {
      array
          .append(array.length() > 1 ? "," : "")
          .append('"')
          .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
          .append('"');
    }
    return array.append('}').toString();
  }

  private RipcordException refused(String why) {
    return refused(table, why);
  }

  static RipcordException refused(QualifiedName table, String why) {
    return new RipcordException(
        ProblemCode.REFUSED,
        "no rows can be made up for table %s: %s; rehearse with --database URL, which copies rows"
            .formatted(table, why));
  }

  /**
   * A column as this package needs it.
   *
   * @param serial its values come from a sequence
   * @param computedWith triggers of the table or generated columns may compute with its values
   * @param aloneUnique a unique index over just this column, or over one expression of it
   */
  record ValueColumn(
      Identifier name,
      String type,
      long typeId,
      int modifier,
      boolean required,
      boolean generated,
      boolean serial,
      Optional<String> defaultValue,
      boolean computedWith,
      boolean indexed,
      boolean aloneUnique) {
    static List<ValueColumn> read(Session session, QualifiedName table) {
      return session.query(
          SqlResource.of(ValueSources.class, "value-columns"),
          ValueColumn::of,
          table.schema().value(),
          table.name().value());
    }

    private static ValueColumn of(Row row) {
      String expression = row.textOrNull("default_value");
      boolean generated = row.flag("generated");
      boolean sequence = expression != null && !generated && expression.contains("nextval(");
      return new ValueColumn(
          new Identifier(row.text("name")),
          row.text("type"),
          row.number("type_id"),
          (int) row.number("modifier"),
          row.flag("required"),
          generated,
          row.flag("identity") || sequence,
          generated ? Optional.empty() : Optional.ofNullable(expression),
          row.flag("computed_with"),
          row.flag("indexed"),
          row.flag("alone_unique"));
    }
  }

  /**
   * A CHECK constraint, or what the partitions ask for together.
   *
   * @param expression as PostgreSQL prints it
   */
  record ValueCheck(String name, String expression, List<Identifier> columns) {
    static List<ValueCheck> read(Session session, QualifiedName table) {
      return session.query(
          SqlResource.of(ValueSources.class, "value-checks"),
          row ->
              new ValueCheck(
                  row.text("name"),
                  Objects.requireNonNullElse(row.textOrNull("expression"), "true"),
                  row.texts("columns").stream().map(Identifier::new).toList()),
          table.schema().value(),
          table.name().value(),
          table.schema().value(),
          table.name().value());
    }
  }
}
