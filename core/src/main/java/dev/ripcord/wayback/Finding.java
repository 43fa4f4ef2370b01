package dev.ripcord.wayback;

import dev.ripcord.plan.Look;
import java.util.List;

/**
 * What a look found.
 *
 * @param stepId the step whose way back deals with the rows
 * @param examples at most ten, in words
 */
public record Finding(String stepId, Look look, Count rows, List<String> examples) {
  public Finding {
    examples = List.copyOf(examples);
  }

  /** Such as {@code rows of public.t that c refuses: 2, kept aside in ripcord_kept.kept_01_t}. */
  public String words() {
    return look.title() + ": " + rows.words() + ", " + look.fate().words();
  }
}
