package dev.ripcord.benchmarks;

import dev.ripcord.migration.Phase;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What clients pay for the trigger that keeps both sides of a rename alike: the same table, with
 * the new column and as many bytes to write, with the trigger and without.
 */
record SyncTriggers(ScratchDatabases databases) implements Benchmark {
  private static final int ROWS = 200_000;
  private static final int ROUNDS = 7;
  private static final String BOTH =
      "UPDATE big SET name = 'Other name of ' || id, full_name = 'Other name of ' || id";
  private static final String CONCERNED = "UPDATE big SET name = 'Other name of ' || id";
  private static final String ANOTHER = "UPDATE big SET note = 'Other note of ' || id";

  /** The least that a trigger costs: the server locks each row before it calls it. */
  private static final String IDLE =
      """
      CREATE FUNCTION idle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER idle BEFORE INSERT OR UPDATE OF name, full_name ON big
        FOR EACH ROW EXECUTE FUNCTION idle()
      """;

  /** One of them on the column that is renamed. */
  private static final String INDEXES =
      """
      CREATE UNIQUE INDEX ON big (email);
      CREATE INDEX ON big (created_at);
      CREATE INDEX ON big (name);
      """;

  @Override
  public String name() {
    return "sync-trigger";
  }

  @Override
  public List<Result> measure() throws Exception {
    List<Result> results = new ArrayList<>(of("three indexes and a key", INDEXES));
    results.addAll(of("a key alone", ""));
    return results;
  }

  /**
   * @param table in words
   * @param indexes statements that create them
   */
  private List<Result> of(String table, String indexes) throws Exception {
    DatabaseUrl synced = databases.create("synced");
    BigTable.create(synced, ROWS);
    execute(synced, indexes);
    Performed unused =
        Performed.of(
            synced, "  - rename_column: {table: big, from: name, to: full_name}\n", Phase.MIGRATE);
    // the fill has left every row twice
    execute(synced, "VACUUM (FULL, ANALYZE, FREEZE) big");
    String trigger = query(synced, "SELECT tgname FROM pg_trigger WHERE tgrelid = 'big'::regclass");
    DatabaseUrl without = databases.copy("without", synced);
    execute(without, "DROP TRIGGER \"" + trigger + "\" ON big");
    DatabaseUrl idle = databases.copy("idle", without);
    execute(idle, IDLE);
    List<Result> results = new ArrayList<>();
    results.addAll(
        compared(
            List.of(
                new Contender(without, BOTH),
                new Contender(synced, CONCERNED),
                new Contender(idle, BOTH)),
            "bulk UPDATE with the sync trigger : of both columns without, " + table,
            1.3));
    results.addAll(
        compared(
            List.of(
                new Contender(without, ANOTHER),
                new Contender(synced, ANOTHER),
                new Contender(idle, ANOTHER)),
            "bulk UPDATE of a column that is not concerned, likewise, " + table,
            1.05));
    List.of(synced, without, idle).forEach(databases::drop);
    return results;
  }

  @Override
  public Optional<String> note() {
    return Optional.of(
        """
        Sync trigger: beside the same table, with the new column and as many bytes to write, the fastest of seven rounds
        each. With indexes as tables of users have them (unique on an address, on a time, on the column that is renamed);
        and at its worst, with nothing but a primary key, where an UPDATE itself costs least. On a table with a
        `BEFORE UPDATE` row trigger the server locks each row in a step of its own, and logs that, before it updates the
        row, even where `UPDATE OF` or `WHEN` then spares the call. So a trigger that does nothing shows the least that
        any trigger costs; without one, writes of the other shape would be lost.
        """);
  }

  private record Contender(DatabaseUrl original, String update) {}

  /** Each round on fresh copies: an update leaves a table twice as long. */
  private List<Result> compared(List<Contender> contenders, String what, double bound)
      throws Exception {
    List<List<Double>> all = contenders.stream().map(each -> seconds()).toList();
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < contenders.size(); i++) {
        // whoever comes after what another one left to be written out shall not always be the same
        int turn = (i + round) % contenders.size();
        all.get(turn).add(on(contenders.get(turn)));
      }
    }
    // work of others comes in spells longer than a round, and can only add
    List<Double> fastest = all.stream().map(Collections::min).toList();
    double without = fastest.get(0);
    return List.of(
        Result.ratio(what, fastest.get(1), without, Result.atMost(bound)),
        Result.reference("… with a trigger that does nothing", fastest.get(2), without));
  }

  private static List<Double> seconds() {
    return new ArrayList<>();
  }

  private double on(Contender contender) throws Exception {
    DatabaseUrl url = databases.copy("round", contender.original());
    double seconds;
    try (Session session = Session.open(url, "benchmark")) {
      session.execute("CHECKPOINT");
      seconds = Stopwatch.seconds(() -> session.execute(contender.update()));
    }
    databases.drop(url);
    return seconds;
  }

  private static void execute(DatabaseUrl url, String sql) {
    try (Session session = Session.open(url, "benchmark")) {
      session.execute(sql);
    }
  }

  private static String query(DatabaseUrl url, String sql) {
    try (Session session = Session.open(url, "benchmark")) {
      return String.valueOf(session.scalar(sql));
    }
  }
}
