package dev.ripcord.migration;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What follows a rollback.
 *
 * @param validations the post-rollback checklist, 17 items by default
 * @param procedures the post-rollback procedures, 14 by default
 * @param thresholds what the checks of the checklist measure against
 */
public record Aftermath(List<String> validations, List<String> procedures, Thresholds thresholds) {
  public Aftermath {
    validations = List.copyOf(validations);
    procedures = List.copyOf(procedures);
    requireNonNull(thresholds, "thresholds is null");
  }

  /** With the thresholds that hold where a file says nothing. */
  public Aftermath(List<String> validations, List<String> procedures) {
    this(validations, procedures, Thresholds.DEFAULT);
  }
}
