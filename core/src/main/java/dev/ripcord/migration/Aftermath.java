package dev.ripcord.migration;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What follows a rollback.
 *
 * @param validations the post-rollback checklist, 17 items by default
 * @param procedures the post-rollback procedures, 14 by default
 * @param thresholds what the checks of the checklist measure against
 * @param care who sees to the procedures, and how long is watched
 */
public record Aftermath(
    List<String> validations, List<String> procedures, Thresholds thresholds, Aftercare care) {
  public Aftermath {
    validations = List.copyOf(validations);
    procedures = List.copyOf(procedures);
    requireNonNull(thresholds, "thresholds is null");
  }

  /** Assigned to nobody in particular. */
  public Aftermath(List<String> validations, List<String> procedures, Thresholds thresholds) {
    this(validations, procedures, thresholds, Aftercare.NONE);
  }

  /** With the thresholds that hold where a file says nothing, assigned to nobody in particular. */
  public Aftermath(List<String> validations, List<String> procedures) {
    this(validations, procedures, Thresholds.DEFAULT, Aftercare.NONE);
  }
}
