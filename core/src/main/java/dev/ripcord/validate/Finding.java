package dev.ripcord.validate;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What one item of the checklist came to.
 *
 * @param number of the item, from 1; those of the reference are 1 to 17, the user's own follow
 * @param title of the item
 * @param evidence all that was seen for it; empty where nobody could look
 */
public record Finding(int number, String title, Verdict verdict, List<Evidence> evidence) {
  public Finding {
    requireNonNull(title, "title is null");
    requireNonNull(verdict, "verdict is null");
    evidence = List.copyOf(evidence);
  }

  /** Whether something is not as it must be. */
  public boolean failed() {
    return verdict instanceof Verdict.Failed;
  }

  /** Whether a person must look. */
  public boolean open() {
    return verdict instanceof Verdict.Open;
  }
}
