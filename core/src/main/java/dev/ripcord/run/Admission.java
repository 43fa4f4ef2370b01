package dev.ripcord.run;

import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Migration;
import dev.ripcord.plan.Plan;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.rehearse.Proof;
import dev.ripcord.rehearse.ProofJson;
import dev.ripcord.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a run may begin: only with a proof for this plan and this schema, and with nothing
 * unassigned, unless somebody says why it may all the same. What they say is journalled.
 *
 * @param refusals empty if it may begin
 * @param proof that fits, if there is one
 * @param precaution for the case that no rollback helps
 * @param opening what the journal's first entry says of it
 */
record Admission(
    List<String> refusals, Optional<Proof> proof, Precaution precaution, String opening) {
  private static final Path USUAL = Path.of("rehearsal", "proof.json");

  Admission {
    refusals = List.copyOf(refusals);
  }

  static Admission of(Plan plan, RunOptions options, Outside outside, Precaution.Found found) {
    List<String> refusals = new ArrayList<>();
    List<String> opening = new ArrayList<>();
    opening.add("by " + options.who());
    Optional<Proof> proof = proof(plan, options, refusals, opening);
    notReady(plan.migration(), found, options, refusals, opening);
    outside
        .hooks()
        .missingSecrets(plan.migration().hooks())
        .forEach(each -> refusals.add(each.toString()));
    Secrets secrets = outside.means().secrets();
    for (Channel channel : plan.migration().contacts().channels()) {
      secrets
          .missing(channel.secrets())
          .forEach(why -> refusals.add("the channel " + channel.key() + " has no secret: " + why));
    }
    return new Admission(refusals, proof, found.anyway().precaution(), String.join("; ", opening));
  }

  private static Optional<Proof> proof(
      Plan plan, RunOptions options, List<String> refusals, List<String> opening) {
    List<String> wrong = new ArrayList<>();
    Optional<Proof> proof = read(plan, options, wrong);
    proof.ifPresent(found -> judge(found, plan, wrong));
    if (wrong.isEmpty()) {
      proof.ifPresent(
          found ->
              opening.add(
                  "proven by the rehearsal that ended at "
                      + found.finished()
                      + " with "
                      + found.ledger().acknowledged()
                      + " writes"));
      return proof;
    }
    Optional<String> reason = options.overrides().withoutProof();
    if (reason.isEmpty()) {
      refusals.addAll(wrong);
      return Optional.empty();
    }
    opening.add("WITHOUT PROOF (" + String.join(", ", wrong) + "): " + reason.get());
    return Optional.empty();
  }

  private static Optional<Proof> read(Plan plan, RunOptions options, List<String> wrong) {
    Path file = options.proof().orElseGet(() -> usual(plan.migration().file()));
    String how = "ripcord rehearse " + plan.migration().file() + " --database URL";
    if (!Files.exists(file)) {
      wrong.add("there is no proof: " + file + " does not exist; make one with: " + how);
      return Optional.empty();
    }
    try {
      return Optional.of(ProofJson.read(Files.readString(file), plan));
    } catch (IOException e) {
      wrong.add("the proof in " + file + " cannot be read: " + e.getMessage());
    } catch (RipcordException e) {
      wrong.add(file + ": " + e.getMessage() + "; make a new one with: " + how);
    }
    return Optional.empty();
  }

  /** Where {@code rehearse} puts it: here, or beside the migration. */
  private static Path usual(Path migration) {
    Path parent = migration.toAbsolutePath().getParent();
    Path beside = parent == null ? USUAL : parent.resolve(USUAL);
    return !Files.exists(USUAL) && Files.exists(beside) ? beside : USUAL;
  }

  private static void judge(Proof proof, Plan plan, List<String> wrong) {
    if (!proof.proven()) {
      wrong.add("the rehearsal did not prove that this migration can be rolled back");
    }
    if (!proof.schemaFingerprint().equals(plan.before().fingerprint().hash())) {
      wrong.add(
          "the proof is for another schema than this database has: rehearse on a copy of it, with"
              + " ripcord rehearse "
              + plan.migration().file()
              + " --database URL");
    }
  }

  private static void notReady(
      Migration migration,
      Precaution.Found found,
      RunOptions options,
      List<String> refusals,
      List<String> opening) {
    List<String> lacking = new ArrayList<>(migration.readiness());
    lacking.addAll(found.refusals());
    if (lacking.isEmpty()) {
      return;
    }
    Optional<String> reason = options.overrides().notReady();
    if (reason.isPresent()) {
      opening.add("NOT READY (" + String.join(", ", lacking) + "): " + reason.get());
    } else {
      lacking.forEach(each -> refusals.add("not ready: " + each));
    }
  }
}
