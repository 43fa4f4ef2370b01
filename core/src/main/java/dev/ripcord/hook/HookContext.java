package dev.ripcord.hook;

import dev.ripcord.migration.Hook;
import dev.ripcord.migration.Phase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The facts of a run that a hook is told.
 *
 * @param migration its name
 * @param runId of the run
 * @param plan hash of the plan
 * @param phase that the run is in; for a rollback, the one that it begins from
 * @param passage tells apart what happens twice in a run, such as a phase that was rolled back and
 *     gone through again; the same when a passage is resumed. The number of the journal entry that
 *     began it will do
 * @param reason of a rollback
 */
public record HookContext(
    String migration,
    String runId,
    String plan,
    Phase phase,
    String passage,
    Optional<String> reason) {
  private static final int ID_BYTES = 16;

  /**
   * The same for every attempt of a hook in a passage, also after a resume, and for nothing else.
   */
  public String id(Hook hook) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : List.of(runId, passage, hook.when().words(), hook.name())) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** The facts by key, in a fixed order; none of them is a secret. */
  Map<String, String> facts(Hook hook) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("migration", migration);
    facts.put("when", hook.when().words());
    facts.put("phase", phase.word());
    facts.put("run_id", runId);
    facts.put("plan", plan);
    facts.put("hook", hook.name());
    facts.put("hook_id", id(hook));
    reason.ifPresent(text -> facts.put("reason", text));
    return facts;
  }

  /** The facts as environment variables; a NUL cannot stand in one. */
  Map<String, String> variables(Hook hook) {
    Map<String, String> variables = new LinkedHashMap<>();
    facts(hook)
        .forEach(
            (key, value) ->
                variables.put("RIPCORD_" + key.toUpperCase(Locale.ROOT), value.replace("\0", "")));
    return variables;
  }
}
