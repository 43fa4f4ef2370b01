package dev.ripcord.migration;

import java.time.Duration;

/** Something that can be verified, and what the answer must be. */
public sealed interface Check {
  /** What it verifies, in words. */
  String title();

  /**
   * A query of one row and one column.
   *
   * @param expected the value as text, as {@code psql -At} prints it
   */
  record Sql(String title, String query, String expected) implements Check {}

  /**
   * A request.
   *
   * @param status the HTTP status that is right
   */
  record Http(String title, String url, int status, Duration timeout) implements Check {}
}
