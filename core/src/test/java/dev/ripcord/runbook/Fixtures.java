package dev.ripcord.runbook;

import dev.ripcord.migration.Aftermath;
import dev.ripcord.migration.Check;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.migration.Contacts;
import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.migration.EscalationLevel;
import dev.ripcord.migration.Gate;
import dev.ripcord.migration.Message;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.Pace;
import dev.ripcord.migration.Phase;
import dev.ripcord.migration.Recovery;
import dev.ripcord.migration.Trigger;
import dev.ripcord.migration.Watch;
import dev.ripcord.plan.Action;
import dev.ripcord.plan.Criterion;
import dev.ripcord.plan.Hazard;
import dev.ripcord.plan.LockMode;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Plan.PhasePlan;
import dev.ripcord.plan.Reversibility;
import dev.ripcord.plan.Risk;
import dev.ripcord.plan.Step;
import dev.ripcord.plan.TableLock;
import dev.ripcord.problem.Place;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.Proof.Difference;
import dev.ripcord.rehearse.Proof.PhaseVerdict;
import dev.ripcord.rehearse.Proof.StepMeasurement;
import dev.ripcord.rehearse.Proof.Verdict;
import dev.ripcord.schema.Kin;
import dev.ripcord.schema.SchemaFingerprint;
import dev.ripcord.schema.SchemaFingerprint.ObjectId;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A migration that moves e-mail addresses into lower case, with every kind of action. */
final class Fixtures {
  static final QualifiedName USERS = QualifiedName.of("public", "users");
  static final QualifiedName INDEX = QualifiedName.of("public", "users_email_idx");

  /** The row keeps a line break, quotes, a backslash and a semicolon, whatever prints it. */
  static final String NOTE = "first line\n\n  it's; \\ the third\n";

  private Fixtures() {}

  static Contact contact(String key, String title, String name) {
    return new Contact(
        key,
        title,
        Optional.of(name),
        Optional.of("+49 30 5550 100"),
        Optional.of(key + "@shop.example"),
        Optional.of("deputy of " + name));
  }

  static Contact unassigned(String key, String title) {
    return new Contact(
        key, title, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Migration migration(
      String name, List<String> readiness, Optional<Recovery.Provider> with) {
    Contact commander =
        readiness.isEmpty()
            ? contact("incident_commander", "Incident Commander", "Ada Berger")
            : unassigned("incident_commander", "Incident Commander");
    return new Migration(
        Path.of("migrations/lower-email.yaml"),
        name,
        "addresses in lower case",
        Optional.empty(),
        List.of(
            new ColumnChange.Backfill(
                new Place("lower-email.yaml", 3, 5),
                USERS,
                Map.of(new Identifier("email"), "lower(email)"),
                Optional.empty())),
        new Contacts(
            List.of(
                commander,
                contact("technical_lead", "Technical Lead", "Ben Okafor"),
                contact("business_owner", "Business Owner", "Cleo Sand"),
                contact("on_call_engineer", "On-Call Engineer", "Rotation Platform"),
                contact("executive", "Executive Escalation", "Dora Lind")),
            List.of(contact("dba_team", "Database Team", "Rotation Data"))),
        List.of(
            new EscalationLevel(
                "LEVEL_1",
                "Single component failure",
                Duration.ofMinutes(5),
                List.of("on_call_engineer"),
                List.of("Investigate issue", "Monitor closely")),
            new EscalationLevel(
                "EMERGENCY",
                "Business-critical failure with customer impact",
                Duration.ZERO,
                List.of("executive", "incident_commander", "nobody_known"),
                List.of("Emergency procedures"))),
        List.of(
            new Trigger(
                "error_rate_spike",
                "Error Rate Spike",
                "error_rate > baseline * 5 for 5 minutes",
                true,
                Duration.ofMinutes(5),
                List.of("on_call_engineer"),
                EnumSet.of(Phase.EXPAND, Phase.MIGRATE),
                false),
            new Trigger(
                "stalled",
                "Migration Progress Stalled",
                "migration_progress unchanged for 30 minutes",
                true,
                Duration.ofSeconds(90),
                List.of("dba_team"),
                EnumSet.allOf(Phase.class),
                true)),
        new Recovery(
            with,
            with.map(any -> "/backups/shop"),
            Duration.ofHours(24),
            Duration.ofDays(7),
            List.of(sqlCheck())),
        List.of(
            sqlCheck(),
            new Check.Http(
                "The shop answers", "https://shop.example/health", 200, Duration.ofSeconds(5))),
        List.of(),
        new Aftermath(
            IntStream.rangeClosed(1, 17).mapToObj(i -> "Verify matter " + i).toList(),
            IntStream.rangeClosed(1, 14).mapToObj(i -> "Do thing " + i).toList()),
        List.of(
            new Message(
                "start", "technical", "#incidents", "<migration> starts.\nWatch the dashboards."),
            new Message(
                "emergency",
                "executive",
                "",
                "<migration> goes back from phase <phase>: <reason>")),
        Pace.DEFAULT,
        Map.of(Phase.CONTRACT, List.of(new Gate.Approval())),
        List.of(),
        Watch.byDefault(),
        readiness);
  }

  private static Check sqlCheck() {
    return new Check.Sql(
        "Every user has an address", "SELECT count(*) FROM public.users WHERE email IS NULL", "0");
  }

  static Snapshot snapshot(long rows) {
    return new Snapshot(
        180006,
        List.of(
            new Snapshot.Table(
                USERS,
                new Kin.Alone(),
                List.of(column("id"), column("email"), column("note")),
                List.of(new Identifier("id")),
                List.of(
                    new Snapshot.Index(
                        QualifiedName.of("public", "users_pkey"),
                        "CREATE UNIQUE INDEX users_pkey ON public.users USING btree (id)",
                        List.of(new Identifier("id")),
                        true,
                        true,
                        true)),
                List.of(
                    new Snapshot.Constraint(
                        new Identifier("users_pkey"),
                        'p',
                        "PRIMARY KEY (id)",
                        List.of(new Identifier("id")),
                        Optional.empty(),
                        false,
                        Optional.empty())),
                List.of(),
                List.of(),
                rows,
                rows * 60)),
        new SchemaFingerprint(
            Map.of(new ObjectId("table", "public.users"), Map.of("columns", "id, email, note"))));
  }

  private static Snapshot.Column column(String name) {
    return new Snapshot.Column(
        new Identifier(name),
        "text",
        false,
        Optional.empty(),
        Optional.empty(),
        Snapshot.Generation.NONE,
        Optional.empty(),
        List.of(),
        List.of(),
        false,
        true);
  }

  static Step step(
      String id, Phase phase, String title, Action forward, List<Action> back, Reversibility how) {
    TableLock lock = new TableLock(USERS, LockMode.SHARE_UPDATE_EXCLUSIVE);
    return new Step(
        id,
        phase,
        title,
        "lower-email.yaml:3:5: backfill of public.users",
        forward,
        back,
        List.of(lock),
        List.of(lock),
        List.of(new Hazard("long-walk", "walks all of public.users")),
        Risk.LOW,
        how,
        List.of(),
        back.isEmpty()
            ? List.of()
            : List.of(
                new Criterion(
                    id + " is undone",
                    "SELECT count(*)\nFROM public.users\nWHERE email IS NULL",
                    "0")),
        List.of(),
        List.of());
  }

  static Action.Walk walk() {
    return new Action.Walk(
        "Restore the addresses",
        USERS,
        "UPDATE public.users SET email = upper(email)\n"
            + "WHERE ctid >= :ripcord_low AND ctid < :ripcord_high AND email <> upper(email)");
  }

  static Action.Transaction note() {
    return new Action.Transaction(
        "Write the note",
        List.of(
            "UPDATE public.users SET note = 'first line\n\n  it''s; \\ the third\n' WHERE id = 1",
            "ALTER TABLE public.users DROP COLUMN IF EXISTS email_old -- no semicolon here"));
  }

  static Action.ConcurrentIndex index(boolean creates) {
    return new Action.ConcurrentIndex(
        creates ? "Build the index" : "Drop the index",
        INDEX,
        creates,
        creates
            ? "CREATE INDEX CONCURRENTLY users_email_idx ON public.users (email)"
            : "DROP INDEX CONCURRENTLY public.users_email_idx");
  }

  static Action.Verify verify(String expected) {
    return new Action.Verify(
        "See that nothing is missing",
        List.of(
            new Criterion("no row is missing", "SELECT count(*) = 3 FROM public.users", expected)));
  }

  static Plan plan(Migration migration, Snapshot before) {
    Action.Manual manual = new Action.Manual("Stop the nightly job", "Stop it\nin the scheduler.");
    Reversibility exact = Reversibility.EXACT;
    Reversibility lossy =
        new Reversibility(Reversibility.Level.LOSSY, "addresses written in mixed case since");
    return new Plan(
        migration,
        before,
        List.of(
            new PhasePlan(
                Phase.PREPARATION,
                List.of(
                    step(
                        "preparation-01",
                        Phase.PREPARATION,
                        "Verify the table",
                        verify("t"),
                        List.of(),
                        exact))),
            new PhasePlan(
                Phase.EXPAND,
                List.of(
                    step("expand-01", Phase.EXPAND, "Stop the job", manual, List.of(manual), exact),
                    step(
                        "expand-02",
                        Phase.EXPAND,
                        "Build an index",
                        index(true),
                        List.of(verify("t"), index(false)),
                        exact))),
            new PhasePlan(
                Phase.MIGRATE,
                List.of(
                    step(
                        "migrate-01",
                        Phase.MIGRATE,
                        "Lower the addresses",
                        walk(),
                        List.of(walk()),
                        exact))),
            new PhasePlan(
                Phase.CONTRACT,
                List.of(
                    step(
                        "contract-01",
                        Phase.CONTRACT,
                        "Write the note",
                        note(),
                        List.of(note(), index(true)),
                        lossy))),
            new PhasePlan(Phase.CLEANUP, List.of())),
        List.of(),
        List.of());
  }

  static Plan plan() {
    return plan(
        migration("lower-email", List.of(), Optional.of(Recovery.Provider.PGBACKREST)),
        snapshot(2_000_000));
  }

  static Proof proof(Plan plan, Map<Phase, Verdict> verdicts) {
    Instant started = Instant.parse("2026-02-16T13:40:00Z");
    return new Proof(
        plan,
        "abcdef0123456789",
        "18.6",
        42,
        Map.of("public.users", 20_000L),
        Arrays.stream(Phase.values())
            .map(
                phase ->
                    new PhaseVerdict(
                        phase,
                        verdicts.getOrDefault(phase, new Verdict.Proven()),
                        Duration.ofMillis(900),
                        Duration.ofMillis(2100),
                        Duration.ofMillis(1250)))
            .toList(),
        plan.steps().stream()
            .filter(step -> !step.id().equals("expand-01"))
            .map(
                step ->
                    new StepMeasurement(
                        step.id(),
                        Duration.ofMillis(800),
                        Duration.ofMillis(1200),
                        0,
                        0,
                        Map.of(),
                        Map.of("public.users", LockMode.ROW_EXCLUSIVE),
                        List.of(),
                        Duration.ofMillis(40)))
            .toList(),
        new Proof.LedgerResult(1234, 700, 534, 12, 3, List.of(), 0),
        new Proof.Interruptions(5, 4, new Verdict.Proven()),
        started,
        started.plusSeconds(451));
  }

  static Proof proven() {
    return proof(plan(), Map.of());
  }

  static Proof unproven() {
    return proof(
        plan(
            migration(
                "lower-email",
                List.of("incident_commander is unassigned", "no backup provider is configured"),
                Optional.empty()),
            snapshot(2_000_000)),
        Map.of(
            Phase.MIGRATE,
            new Verdict.NotProven(
                List.of(
                    new Difference(
                        "data", "public.users.email", "2 rows differ", List.of("id 7", "id 9")))),
            Phase.CONTRACT,
            new Verdict.Unmeasured("the scratch server stopped")));
  }
}
