package dev.ripcord.plan;

import dev.ripcord.migration.Change;
import java.util.Optional;

/**
 * Says how the catalogue would print what a change makes, to be compared with what it prints of an
 * object that is there. PostgreSQL keeps no text as it was written: it resolves names, casts
 * constants and spells operators anew.
 */
@FunctionalInterface
public interface Printer {
  /** Knows nothing, so that nothing that has a text is taken for what it shall become. */
  Printer NONE = change -> Optional.empty();

  /**
   * @return a definition as the {@code pg_get_…def} functions give it, of a default the expression;
   *     absent where the server does not say
   */
  Optional<String> print(Change change);
}
