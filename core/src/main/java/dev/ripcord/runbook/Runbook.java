package dev.ripcord.runbook;

import static java.util.Objects.requireNonNull;

import dev.ripcord.migration.Phase;
import dev.ripcord.plan.Risk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The document that people follow when a migration has to go back; everything in it is a fact of
 * the migration, its plan or its proof. The canonical form is the JSON of {@link RunbookJson},
 * whose schema is {@code runbook.schema.json}.
 *
 * @param format of this record; {@link #FORMAT}
 * @param notReady what keeps a live run from starting; empty when nothing does
 * @param forward the plan that is rolled back, in forward order
 * @param phases in the order of a rollback: the last phase first
 */
public record Runbook(
    int format,
    Header header,
    List<String> notReady,
    RunbookProof proof,
    List<ForwardStep> forward,
    People people,
    List<RollbackTrigger> triggers,
    List<RollbackPhase> phases,
    DataRecovery recovery,
    Aftermath aftermath,
    List<Communication> communication) {
  /** The only format so far. */
  public static final int FORMAT = 1;

  public Runbook {
    requireNonNull(header, "header is null");
    requireNonNull(proof, "proof is null");
    requireNonNull(people, "people is null");
    requireNonNull(recovery, "recovery is null");
    requireNonNull(aftermath, "aftermath is null");
    notReady = List.copyOf(notReady);
    forward = List.copyOf(forward);
    triggers = List.copyOf(triggers);
    phases = List.copyOf(phases);
    communication = List.copyOf(communication);
  }

  /**
   * @param id {@code rb_} and eight hexadecimal digits; the same plan and proof have the same id
   * @param migrationId the first twelve digits of the plan hash
   * @param created when the rehearsal ended; absent without one
   * @param schemaHash over the schema for which the plan was made, in hexadecimal; for comparing
   *     runbooks with plans, see {@link RunbookCheck}
   */
  public record Header(
      String id,
      String migrationId,
      Optional<Instant> created,
      String migration,
      String description,
      String file,
      String planHash,
      String schemaHash,
      int serverVersion) {}

  /**
   * @param hash over what the step executes, forward and back
   */
  public record ForwardStep(
      String id,
      Phase phase,
      String title,
      String origin,
      Timing duration,
      Locks locks,
      String hash) {}

  /**
   * Locks as {@code ACCESS EXCLUSIVE on public.users}, one per table.
   *
   * @param measured absent when nobody measured; empty when none was seen held
   */
  public record Locks(List<String> planned, Optional<List<String>> measured) {
    public Locks {
      planned = List.copyOf(planned);
      measured = measured.map(List::copyOf);
    }
  }

  /** How a duration is known. */
  public enum Basis {
    MEASURED,
    PROJECTED,
    UNMEASURED
  }

  /**
   * A duration with the way in which it is known.
   *
   * @param duration absent exactly when unmeasured
   * @param note what it was measured on or why it was not; may be empty
   */
  public record Timing(Basis basis, Optional<Duration> duration, String note) {
    public Timing {
      if (duration.isPresent() == (basis == Basis.UNMEASURED)) {
        throw new IllegalArgumentException("a duration is there exactly when it is known");
      }
    }

    static Timing unmeasured(String reason) {
      return new Timing(Basis.UNMEASURED, Optional.empty(), reason);
    }

    /** Such as {@code 1.2 s (measured on 20,000 rows)} or {@code not measured}. */
    public String words() {
      String how = basis == Basis.PROJECTED ? "projected" : "measured";
      String detail = note.isEmpty() ? how : how + " " + note;
      return duration
          .map(known -> Words.duration(known) + " (" + detail + ")")
          .orElseGet(() -> note.isEmpty() ? "not measured" : "not measured (" + note + ")");
    }
  }

  /**
   * @param roles the five roles of the reference
   * @param others further contacts that levels and triggers name
   */
  public record People(List<Person> roles, List<Person> others, List<Escalation> escalation) {
    public People {
      roles = List.copyOf(roles);
      others = List.copyOf(others);
      escalation = List.copyOf(escalation);
    }
  }

  /**
   * @param assigned there is a name and a way to reach it
   */
  public record Person(
      String key,
      String title,
      boolean assigned,
      Optional<String> name,
      Optional<String> phone,
      Optional<String> email,
      Optional<String> backup) {}

  /** A row of the escalation matrix. */
  public record Escalation(
      String level,
      String trigger,
      Duration responseTime,
      List<String> contacts,
      List<String> actions) {
    public Escalation {
      contacts = List.copyOf(contacts);
      actions = List.copyOf(actions);
    }
  }

  /** A condition that calls for the rollback. */
  public record RollbackTrigger(
      String key,
      String title,
      String condition,
      List<String> metrics,
      boolean autoExecute,
      Duration window,
      List<String> contacts,
      List<Phase> armedIn,
      boolean shadow) {
    public RollbackTrigger {
      metrics = List.copyOf(metrics);
      contacts = List.copyOf(contacts);
      armedIn = List.copyOf(armedIn);
    }
  }

  /**
   * The way back through one phase.
   *
   * @param duration of the steps of this phase
   * @param toStart from the end of this phase back to the state before the migration
   * @param nothing why there are no steps; empty when there are some
   */
  public record RollbackPhase(
      Phase phase,
      String description,
      Risk urgency,
      Timing duration,
      Timing toStart,
      Risk risk,
      String reversibility,
      List<String> prerequisites,
      List<RollbackStep> steps,
      String nothing,
      List<Checkpoint> checkpoints) {
    public RollbackPhase {
      prerequisites = List.copyOf(prerequisites);
      steps = List.copyOf(steps);
      checkpoints = List.copyOf(checkpoints);
    }

    /** As the document calls it: {@code ROLLBACK_EXPAND}. */
    public String name() {
      return "ROLLBACK_" + phase.name();
    }
  }

  /**
   * @param number from 1, in the order of execution
   * @param stepId the forward step that is undone
   * @param type {@code sql}, {@code backfill}, {@code check} or {@code manual}; several joined by a
   *     comma
   * @param script for psql, complete; empty when nothing can be run
   */
  public record RollbackStep(
      int number,
      String stepId,
      String title,
      String type,
      Timing duration,
      Locks locks,
      Risk risk,
      String reversibility,
      List<String> hazards,
      String script,
      List<Checkpoint> success) {
    public RollbackStep {
      hazards = List.copyOf(hazards);
      success = List.copyOf(success);
    }
  }

  /**
   * Something to verify.
   *
   * @param query SQL of one value, or {@code GET} and an address; absent where a person looks
   * @param expected the right answer, as {@code psql -At} prints it
   */
  public record Checkpoint(String title, Optional<String> query, Optional<String> expected) {}

  /**
   * The last rung.
   *
   * @param scripts commands and instructions, in order
   */
  public record DataRecovery(
      String method,
      String location,
      Timing duration,
      List<String> scripts,
      List<Checkpoint> validations) {
    public DataRecovery {
      scripts = List.copyOf(scripts);
      validations = List.copyOf(validations);
    }
  }

  /** What follows a rollback. */
  public record Aftermath(List<String> validations, List<String> procedures) {
    public Aftermath {
      validations = List.copyOf(validations);
      procedures = List.copyOf(procedures);
    }
  }

  /**
   * @param channel may be empty
   * @param text to be sent
   * @param instructions what the sender fills in, in full sentences; empty when nothing is missing
   */
  public record Communication(
      String moment, String audience, String channel, String text, List<String> instructions) {
    public Communication {
      instructions = List.copyOf(instructions);
    }
  }
}
