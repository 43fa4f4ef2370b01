package dev.ripcord.workload;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.ripcord.postgres.Copy;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.workload.ValueSources.ValueCheck;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads one table: candidates go by COPY into a temporary table without constraints, and those that
 * satisfy every check move over.
 */
final class RowLoader {
  private static final int ROUNDS = 8;
  private static final int MOST_CANDIDATES = 400_000;

  /** A round is the last when not one in so many of its candidates gets in. */
  private static final int LEAST_SHARE = 200;

  private static final String STAGE = "pg_temp.ripcord_stage";

  private final Session session;
  private final RowRelation relation;
  private final RowMaker maker;
  private final List<ValueCheck> checks;
  private final int wanted;

  /** Whether one row is inserted after another, and those that are refused are passed over. */
  private boolean oneByOne;

  /** Whether the stage computes what is generated, so that checks can ask for it. */
  private boolean computes = true;

  private @Nullable DatabaseException refused;

  RowLoader(
      Session session,
      RowRelation relation,
      RowMaker maker,
      ValueSources sources,
      RowOptions options) {
    this.session = session;
    this.relation = relation;
    this.maker = maker;
    this.wanted = options.rowsPerTable();
    this.checks = sources.checks();
    // PostgreSQL knows no ON CONFLICT where INSERT or UPDATE is rewritten by rules, nor for a key
    // that is checked later
    this.oneByOne =
        relation.ruled() || !relation.deferrable().isEmpty() || !relation.virtual().isEmpty();
  }

  void load() {
    if (wanted == 0) {
      return;
    }
    if (maker.columns().isEmpty()) {
      session.execute(
          "DO $ripcord$ BEGIN FOR i IN 1..%d LOOP INSERT INTO %s DEFAULT VALUES; END LOOP; END $ripcord$"
              .formatted(wanted, relation.name().quoted()));
      return;
    }
    if (!relation.deferrable().isEmpty()) {
      session.execute("SET CONSTRAINTS " + String.join(", ", relation.deferrable()) + " IMMEDIATE");
    }
    createStage();
    long moved = 0;
    long candidates = 0;
    for (int round = 0; round < ROUNDS && moved < wanted; round++) {
      // as many as the share that passed so far suggests, and a few more
      double share = candidates == 0 ? 1 : Math.max(0.01, (double) moved / candidates);
      int count = (int) Math.min(MOST_CANDIDATES, (wanted - moved) / share * 1.1 + 20);
      fillStage(count);
      candidates += count;
      long fresh = move(wanted - moved);
      moved += fresh;
      if (round > 0 && fresh * LEAST_SHARE < count) {
        // the keys allow no more: another round would cost much and bring little
        break;
      }
    }
    if (moved < Math.max(1, wanted / 10)) {
      explain(moved);
    }
    session.execute("DROP TABLE " + STAGE);
    maker.forcedSequences().forEach(this::advance);
  }

  private void fillStage(int count) {
    session.execute("TRUNCATE " + STAGE);
    boolean there =
        orElse(
            () -> {
              copy(count);
              return true;
            },
            () -> false);
    if (!there) {
      // what is generated fails for some of the values
      computes = false;
      session.execute("DROP TABLE " + STAGE);
      createStage();
      copy(count);
    }
  }

  private void copy(int count) {
    Copy.in(
        session,
        "COPY %s (%s, ripcord_ordinal) FROM STDIN".formatted(STAGE, columnList()),
        maker.rows(count));
  }

  /** Where the data is refused, by a constraint, an expression or a trigger, does the other. */
  private <T> T orElse(Supplier<T> work, Supplier<T> other) {
    session.execute("SAVEPOINT ripcord_load");
    try {
      T done = work.get();
      session.execute("RELEASE SAVEPOINT ripcord_load");
      return done;
    } catch (DatabaseException e) {
      if (!Rows.ofTheData(e)) {
        throw e;
      }
      refused = e;
      session.execute("ROLLBACK TO SAVEPOINT ripcord_load");
      return other.get();
    }
  }

  private void createStage() {
    String table = relation.name().quoted();
    session.execute(
        "CREATE TEMPORARY TABLE ripcord_stage (LIKE %s%s)"
            .formatted(table, computes ? " INCLUDING GENERATED" : ""));
    List<String> required =
        session.query(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'pg_temp.ripcord_stage'::regclass"
                + " AND attnum > 0 AND attnotnull",
            row -> row.text(1));
    for (String column : required) {
      session.execute(
          "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL"
              .formatted(STAGE, new Identifier(column).quoted()));
    }
    session.execute("ALTER TABLE " + STAGE + " ADD COLUMN ripcord_ordinal bigint");
  }

  private String columnList() {
    return maker.columns().stream().map(each -> each.name().quoted()).collect(joining(", "));
  }

  private long move(long limit) {
    String conditions =
        checks.isEmpty()
            ? "true"
            : checks.stream().map(RowLoader::condition).collect(joining(" AND "));
    return oneByOne
        ? moveOneByOne(conditions, limit)
        : orElse(
            () -> moveTogether(conditions, limit),
            () -> {
              oneByOne = true;
              return moveOneByOne(conditions, limit);
            });
  }

  private long moveTogether(String conditions, long limit) {
    return session.updatePlain(
        """
        INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE
        SELECT %s FROM %s AS %s WHERE %s
        ORDER BY ripcord_ordinal LIMIT %d
        ON CONFLICT DO NOTHING
        """
            .formatted(
                relation.name().quoted(),
                columnList(),
                columnList(),
                STAGE,
                relation.name().name().quoted(),
                conditions,
                limit));
  }

  private long moveOneByOne(String conditions, long limit) {
    String count = "SELECT count(*) FROM " + relation.name().quoted();
    long before = Long.parseLong(requireNonNull(session.scalar(count)));
    String values =
        maker.columns().stream().map(each -> "r." + each.name().quoted()).collect(joining(", "));
    session.execute(
        """
        DO $ripcord$
        DECLARE
          r record;
          seen record;
          done bigint := 0;
        BEGIN
          FOR r IN SELECT %s FROM %s AS %s WHERE %s ORDER BY ripcord_ordinal LOOP
            EXIT WHEN done >= %d;
            BEGIN
              INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)%s;
              done := done + 1;
            EXCEPTION WHEN integrity_constraint_violation OR data_exception OR plpgsql_error THEN
              NULL;
            END;
          END LOOP;
        END $ripcord$"""
            .formatted(
                columnList(),
                STAGE,
                relation.name().name().quoted(),
                conditions,
                limit,
                relation.name().quoted(),
                columnList(),
                values,
                relation.virtual().isEmpty()
                    ? ""
                    : " RETURNING " + String.join(", ", relation.virtual()) + " INTO seen"));
    return Long.parseLong(requireNonNull(session.scalar(count))) - before;
  }

  private static String condition(ValueCheck check) {
    return "(" + check.expression() + ") IS NOT FALSE";
  }

  /** Finds the constraint that let fewest of the last candidates pass. */
  private void explain(long moved) {
    if (moved == 0 && refused != null) {
      throw Rows.refused(relation.name(), refused);
    }
    long all = count("true");
    for (ValueCheck check : checks) {
      long passed = count(condition(check));
      if (passed * 20 < all) {
        throw ValueSources.refused(
            relation.name(),
            "constraint %s let %d of %d candidates pass".formatted(check.name(), passed, all));
      }
    }
    String together = checks.stream().map(RowLoader::condition).collect(joining(" AND "));
    long passed = checks.isEmpty() ? all : count(together);
    if (passed * 20 < all) {
      throw ValueSources.refused(
          relation.name(),
          "constraints %s together let %d of %d candidates pass"
              .formatted(
                  checks.stream().map(ValueCheck::name).collect(joining(", ")), passed, all));
    }
    if (moved == 0 && count("EXISTS (SELECT FROM %s)".formatted(relation.name().quoted())) == 0) {
      throw ValueSources.refused(relation.name(), "every candidate collides with a key");
    }
    // few rows, because the keys allow no more: a table of all weekdays has seven
  }

  private long count(String condition) {
    String found =
        session.scalar(
            "SELECT count(*) FROM %s AS %s WHERE %s"
                .formatted(STAGE, relation.name().name().quoted(), condition));
    return found == null ? 0 : Long.parseLong(found);
  }

  private void advance(Identifier column) {
    String table = Literal.of(relation.name().quoted());
    String unused =
        session.scalar(
            "SELECT setval(pg_get_serial_sequence(%s, %s), max(%s)) FROM %s"
                .formatted(
                    table, Literal.of(column.value()), column.quoted(), relation.name().quoted()));
  }
}
