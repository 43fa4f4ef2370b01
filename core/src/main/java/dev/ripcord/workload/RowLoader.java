package dev.ripcord.workload;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.ripcord.postgres.Copy;
import dev.ripcord.postgres.Session;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.Literal;
import dev.ripcord.workload.ValueSources.ValueCheck;
import java.util.ArrayList;
import java.util.List;

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
    List<ValueCheck> all = new ArrayList<>(sources.checks());
    if (!relation.bounds().isEmpty()) {
      String any = relation.bounds().stream().collect(joining(") OR (", "(", ")"));
      all.add(new ValueCheck("of the partitions", any, List.of()));
    }
    this.checks = all;
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
    createStage();
    long moved = 0;
    long candidates = 0;
    for (int round = 0; round < ROUNDS && moved < wanted; round++) {
      // as many as the share that passed so far suggests, and a few more
      double share = candidates == 0 ? 1 : Math.max(0.01, (double) moved / candidates);
      int count = (int) Math.min(MOST_CANDIDATES, (wanted - moved) / share * 1.1 + 20);
      session.execute("TRUNCATE " + STAGE);
      Copy.in(
          session,
          "COPY %s (%s, ripcord_ordinal) FROM STDIN".formatted(STAGE, columnList()),
          maker.rows(count));
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

  private void createStage() {
    String table = relation.name().quoted();
    session.execute(
        "CREATE TEMPORARY TABLE ripcord_stage (LIKE %s INCLUDING GENERATED)".formatted(table));
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
    if (relation.ruled()) {
      return moveOneByOne(conditions, limit);
    }
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

  /** PostgreSQL knows no ON CONFLICT for a table whose INSERT or UPDATE is rewritten by rules. */
  private long moveOneByOne(String conditions, long limit) {
    String count = "SELECT count(*) FROM " + relation.name().quoted();
    long before = Long.parseLong(requireNonNull(session.scalar(count)));
    String values =
        maker.columns().stream().map(each -> "r." + each.name().quoted()).collect(joining(", "));
    session.execute(
        """
        DO $ripcord$
        DECLARE r record;
        BEGIN
          FOR r IN SELECT %s FROM %s AS %s WHERE %s ORDER BY ripcord_ordinal LIMIT %d LOOP
            BEGIN
              INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s);
            EXCEPTION WHEN unique_violation OR exclusion_violation THEN
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
                values));
    return Long.parseLong(requireNonNull(session.scalar(count))) - before;
  }

  private static String condition(ValueCheck check) {
    return "(" + check.expression() + ") IS NOT FALSE";
  }

  /** Finds the constraint that let fewest of the last candidates pass. */
  private void explain(long moved) {
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
