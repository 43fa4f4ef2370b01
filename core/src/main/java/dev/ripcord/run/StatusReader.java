package dev.ripcord.run;

import dev.ripcord.escalate.Alert;
import dev.ripcord.escalate.AlertStore;
import dev.ripcord.execute.Progress;
import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Step;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.recover.RestorePoint;
import dev.ripcord.sql.SqlResource;
import dev.ripcord.wayback.Archives;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what the database tells of its run; changes nothing. */
public final class StatusReader {
  private static final String CONTROLLER = SqlResource.of(StatusReader.class, "controller");

  private StatusReader() {}

  /** Absent if there is no run. */
  public static Optional<RunStatus> read(DatabaseUrl url) {
    try (Session session = Session.open(url, "ripcord status")) {
      session.execute("SET lock_timeout = '3s'");
      return RunStore.read(session).map(document -> status(session, document));
    }
  }

  private static RunStatus status(Session session, RunDocument document) {
    Standing standing = RunStore.standing(session, document);
    return new RunStatus(
        document.identity(),
        position(standing, document),
        Holder.of(session),
        heard(session),
        requests(session, standing),
        new RunStatus.Watched(
            Frozen.in(standing.entries()),
            AlertStore.read(session).stream().filter(Alert::open).toList()),
        lastRung(document, standing.entries()),
        outlook(session, document, standing));
  }

  private static RunStatus.LastRung lastRung(RunDocument document, List<Entry> entries) {
    return new RunStatus.LastRung(
        document.precaution(),
        Safeguard.backup(entries),
        entries.stream()
            .filter(entry -> entry.kind() == Entry.Kind.POINT)
            .flatMap(
                entry ->
                    RestorePoint.parse(entry.detail()).stream()
                        .map(point -> new RunStatus.Point(entry.unit(), point)))
            .toList());
  }

  /** Without approvals of a passage that is over, which open nothing any more. */
  private static List<Request> requests(Session session, Standing standing) {
    return Requests.open(session).stream()
        .filter(
            request ->
                request.kind() != Request.Kind.APPROVE
                    || request.passage().equals(standing.passage()))
        .toList();
  }

  private static RunStatus.Position position(Standing standing, RunDocument document) {
    RunStatus.Direction direction =
        standing.goingBack()
            ? RunStatus.Direction.BACK
            : standing.next().isEmpty()
                ? RunStatus.Direction.COMPLETE
                : RunStatus.Direction.FORWARD;
    return new RunStatus.Position(
        direction,
        Stream.of(Phase.values()).map(phase -> phase(standing, document, phase)).toList(),
        standing
            .rollback()
            .map(entry -> new RunStatus.RollbackStatus(entry.unit(), entry.detail())));
  }

  private static RunStatus.PhaseStatus phase(Standing standing, RunDocument document, Phase phase) {
    List<Step> steps = document.course().steps(phase);
    long done =
        steps.stream().filter(step -> standing.steps().state(step) == Progress.State.DONE).count();
    return new RunStatus.PhaseStatus(
        phase, (int) done, steps.size(), document.around().gates().getOrDefault(phase, List.of()));
  }

  private static Optional<RunStatus.Heard> heard(Session session) {
    return session
        .query(
            CONTROLLER,
            row ->
                new RunStatus.Heard(
                    row.text("who"),
                    row.text("since"),
                    Duration.ofMillis(Math.round(Double.parseDouble(row.text("silent")) * 1000)),
                    State.read(row.text("state"))))
        .stream()
        .findFirst();
  }

  private static RunStatus.Outlook outlook(
      Session session, RunDocument document, Standing standing) {
    return new RunStatus.Outlook(
        standing.inDatabase().size(),
        Prospect.full(session, document, standing, new Back.Start()),
        Archives.of(session),
        standing.completedAt().map(at -> at.plus(document.retention())));
  }
}
