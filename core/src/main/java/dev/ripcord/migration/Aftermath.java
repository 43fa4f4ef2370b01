package dev.ripcord.migration;

import java.util.List;

/**
 * What follows a rollback.
 *
 * @param validations the post-rollback checklist, 17 items by default
 * @param procedures the post-rollback procedures, 14 by default
 */
public record Aftermath(List<String> validations, List<String> procedures) {
  public Aftermath {
    validations = List.copyOf(validations);
    procedures = List.copyOf(procedures);
  }
}
