package dev.ripcord.run;

import dev.ripcord.migration.Phase;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a run is run from this terminal.
 *
 * @param who runs it, as the journal has it
 * @param until the last phase that is wanted; all if absent
 * @param consent what is agreed to beforehand
 * @param overrides of the refusals to begin; each is journalled
 * @param proof of the rehearsal; {@code rehearsal/proof.json} beside the migration if absent
 * @param exports folder into which the journal is written before it leaves the database
 */
public record RunOptions(
    String who,
    Optional<Phase> until,
    Consent consent,
    Overrides overrides,
    Optional<Path> proof,
    Path exports) {
  /**
   * @param yes every approval is given
   * @param loss steps that lose something are approved too
   * @param waits at a gate, until it opens; otherwise the command ends there, resumable
   */
  public record Consent(boolean yes, boolean loss, boolean waits) {}

  /**
   * @param withoutProof why it may begin without a proof that fits; absent if it may not
   * @param notReady why it may begin although something is not ready; absent if it may not
   * @param anyway why a rollback may begin although something would stop it on its way
   * @param differences why a rollback may end although the schema is not as it was; absent if not
   * @param skipHooks why hooks are not run but taken for done; absent if they are
   * @param blind why a phase may begin although a trigger cannot be judged; absent if it may not
   * @param failedChecks why a rollback may end although checks after it failed; absent if not
   */
  public record Overrides(
      Optional<String> withoutProof,
      Optional<String> notReady,
      Optional<String> anyway,
      Optional<String> differences,
      Optional<String> skipHooks,
      Optional<String> blind,
      Optional<String> failedChecks) {
    /** None. */
    public static final Overrides NONE =
        new Overrides(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** With every check after a rollback. */
    public Overrides(
        Optional<String> withoutProof,
        Optional<String> notReady,
        Optional<String> anyway,
        Optional<String> differences,
        Optional<String> skipHooks,
        Optional<String> blind) {
      this(withoutProof, notReady, anyway, differences, skipHooks, blind, Optional.empty());
    }

    /** With all hooks, and seeing. */
    public Overrides(
        Optional<String> withoutProof,
        Optional<String> notReady,
        Optional<String> anyway,
        Optional<String> differences) {
      this(withoutProof, notReady, anyway, differences, Optional.empty(), Optional.empty());
    }

    /** The same without hooks, if there is a reason. */
    public Overrides skippingHooks(Optional<String> reason) {
      return new Overrides(
          withoutProof, notReady, anyway, differences, reason, blind, failedChecks);
    }

    /** The same, also where a trigger cannot be judged, if there is a reason. */
    public Overrides althoughBlind(Optional<String> reason) {
      return new Overrides(
          withoutProof, notReady, anyway, differences, skipHooks, reason, failedChecks);
    }

    /** The same, also where checks after the rollback failed, if there is a reason. */
    public Overrides acceptingFailedChecks(Optional<String> reason) {
      return new Overrides(withoutProof, notReady, anyway, differences, skipHooks, blind, reason);
    }
  }
}
