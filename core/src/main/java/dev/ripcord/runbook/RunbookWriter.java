package dev.ripcord.runbook;

import dev.ripcord.migration.Check;
import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.migration.Migration;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.Step;
import dev.ripcord.plan.TableLock;
import dev.ripcord.recover.RecoveryTime;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.Proof.StepMeasurement;
import dev.ripcord.runbook.Runbook.Checkpoint;
import dev.ripcord.runbook.Runbook.Escalation;
import dev.ripcord.runbook.Runbook.ForwardStep;
import dev.ripcord.runbook.Runbook.Header;
import dev.ripcord.runbook.Runbook.Locks;
import dev.ripcord.runbook.Runbook.People;
import dev.ripcord.runbook.Runbook.Person;
import dev.ripcord.runbook.Runbook.RollbackTrigger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Writes runbooks. Pure: no clock, no database; the same input gives the same runbook. */
public final class RunbookWriter {
  private RunbookWriter() {}

  /** The runbook of a plan that was rehearsed. */
  public static Runbook of(Proof proof) {
    return of(proof, List.of());
  }

  /**
   * Likewise, of one whose last rung was rehearsed too.
   *
   * @param recoveries oldest first; those of other migrations are left out
   */
  public static Runbook of(Proof proof, List<RecoveryTime> recoveries) {
    return write(new Source(proof.plan(), Optional.of(proof), recoveries));
  }

  /** The runbook of a plan that was never rehearsed: no duration is known, no phase is proven. */
  public static Runbook of(Plan plan) {
    return of(plan, List.of());
  }

  /** Likewise, of one whose last rung was rehearsed. */
  public static Runbook of(Plan plan, List<RecoveryTime> recoveries) {
    return write(new Source(plan, Optional.empty(), recoveries));
  }

  private static Runbook write(Source source) {
    Migration migration = source.migration();
    RunbookProof proof = ProofSection.of(source);
    return new Runbook(
        Runbook.FORMAT,
        header(source),
        migration.readiness(),
        proof,
        forward(source),
        people(migration),
        migration.triggers().stream()
            .map(
                trigger ->
                    new RollbackTrigger(
                        trigger.key(),
                        trigger.title(),
                        trigger.condition(),
                        MetricWords.of(trigger, migration.watch()),
                        trigger.autoExecute(),
                        trigger.window(),
                        trigger.contacts(),
                        List.copyOf(trigger.armedIn()),
                        trigger.shadow()))
            .toList(),
        new PhaseSections(source, proof).all(),
        RecoverySection.of(source),
        new Runbook.Aftermath(
            migration.aftermath().validations(), migration.aftermath().procedures()),
        CommunicationSection.of(migration));
  }

  private static Header header(Source source) {
    Plan plan = source.plan();
    String hash = plan.hash();
    String proof = source.proof().map(ProofSection::canonical).orElse("never rehearsed");
    String content =
        source.recoveries().isEmpty() ? proof : proof + RecoveryTime.write(source.recoveries());
    return new Header(
        "rb_" + TextHash.of(hash, content).substring(0, 8),
        hash.substring(0, 12),
        source.proof().map(Proof::finished),
        plan.migration().name(),
        plan.migration().description(),
        plan.migration().file().toString(),
        hash,
        plan.before().fingerprint().hash(),
        plan.before().serverVersion());
  }

  private static List<ForwardStep> forward(Source source) {
    Timings timings = new Timings(source);
    return source.plan().steps().stream()
        .map(
            step ->
                new ForwardStep(
                    step.id(),
                    step.phase(),
                    step.title(),
                    step.origin(),
                    timings.forward(step),
                    locks(source, step, step.locks(), StepMeasurement::locks),
                    step.hash()))
        .toList();
  }

  static Locks locks(
      Source source,
      Step step,
      List<TableLock> planned,
      Function<StepMeasurement, Map<String, dev.ripcord.plan.LockMode>> measured) {
    return new Locks(
        planned.stream().map(lock -> lock.mode().words() + " on " + lock.table().quoted()).toList(),
        source
            .measurement(step)
            .map(
                found ->
                    measured.apply(found).entrySet().stream()
                        .map(lock -> lock.getValue().words() + " on " + lock.getKey())
                        .toList()));
  }

  static Checkpoint checkpoint(Check check) {
    return switch (check) {
      case Check.Sql sql ->
          new Checkpoint(sql.title(), Optional.of(sql.query()), Optional.of(sql.expected()));
      case Check.Http http ->
          new Checkpoint(
              http.title(),
              Optional.of("GET " + http.url()),
              Optional.of("status " + http.status() + " within " + Words.duration(http.timeout())));
    };
  }

  private static People people(Migration migration) {
    return new People(
        migration.contacts().roles().stream().map(RunbookWriter::person).toList(),
        migration.contacts().others().stream().map(RunbookWriter::person).toList(),
        migration.escalation().stream()
            .map(
                level ->
                    new Escalation(
                        level.name(),
                        level.trigger(),
                        level.responseTime(),
                        level.contacts(),
                        level.actions()))
            .toList());
  }

  private static Person person(Contact contact) {
    return new Person(
        contact.key(),
        contact.title(),
        contact.assigned(),
        contact.name(),
        contact.phone(),
        contact.email(),
        contact.backup());
  }
}
