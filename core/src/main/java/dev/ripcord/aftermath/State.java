package dev.ripcord.aftermath;

import java.time.Instant;
import java.time.LocalDate;

/** Where a procedure stands. */
public sealed interface State {
  /**
   * It is done.
   *
   * @param by {@code ripcord}, or the name of a person
   * @param evidence what ripcord did, or the person's note
   */
  record Done(String by, Instant at, String evidence) implements State {}

  /**
   * Ripcord is at work on it.
   *
   * @param missing what it still takes, with the option that does it
   * @param due the last day, in UTC, on which somebody should have asked for it
   * @param overdue whether that day is over
   */
  record UnderWay(String missing, LocalDate due, boolean overdue) implements State {}

  /**
   * Somebody has it.
   *
   * @param to key of the contact
   * @param who the contact in words
   * @param due the last day, in UTC
   * @param overdue whether that day is over
   */
  record Assigned(String to, String who, LocalDate due, boolean overdue) implements State {}

  /**
   * Nobody has it.
   *
   * @param why in words
   * @param due the last day, in UTC
   * @param overdue whether that day is over
   */
  record Unassigned(String why, LocalDate due, boolean overdue) implements State {}
}
