package dev.ripcord.validate;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A person takes responsibility for an item of the checklist.
 *
 * @param number of the item
 * @param who a name
 * @param note what the person looked at; may be empty
 * @param accepting why it is accepted although the check failed; absent for an open one
 * @param at when, by our clock: an ISO instant in UTC
 */
public record SignOff(int number, String who, String note, Optional<String> accepting, String at) {
  public SignOff {
    requireNonNull(who, "who is null");
    requireNonNull(note, "note is null");
    requireNonNull(accepting, "accepting is null");
    requireNonNull(at, "at is null");
  }
}
