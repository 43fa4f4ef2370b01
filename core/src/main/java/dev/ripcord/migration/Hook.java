package dev.ripcord.migration;

import dev.ripcord.problem.Place;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Something outside of the database that a run or a rollback does at a given moment: move the
 * application, flip a flag.
 *
 * @param place where it is written
 * @param name unique within the migration
 * @param timeout of each attempt
 * @param retries after the first attempt
 */
public record Hook(
    Place place,
    String name,
    When when,
    HookAction action,
    Duration timeout,
    int retries,
    OnFailure onFailure) {
  /** How long one attempt may take where the file says nothing. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

  /** How often it is tried again where the file says nothing. */
  public static final int DEFAULT_RETRIES = 2;

  /** What becomes of the run when all attempts have failed. */
  public enum OnFailure {
    /** It stops, and can be resumed. */
    STOP,
    /** It goes on, and says loudly that the hook failed. */
    CONTINUE;

    /** As users write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** A hook that fails must not keep a database from being rolled back. */
    static OnFailure byDefault(When when) {
      return when.phase().isPresent() ? STOP : CONTINUE;
    }
  }

  /** The places for secrets in whatever it sends or sets. */
  public List<Template.Part> secrets() {
    return action.templates().stream()
        .flatMap(template -> template.secrets().stream())
        .distinct()
        .toList();
  }
}
