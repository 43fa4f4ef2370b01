package dev.ripcord.chaos;

import java.util.Locale;

/**
 * What happens to a controller.
 *
 * @param when as a share of what the stretch takes without trouble, from 0 to 1
 * @param afterMillis so long after that moment, in the middle of whatever is going on then; of a
 *     cut: so much later the server notices
 */
record Trouble(Kind kind, double when, int afterMillis) {
  enum Kind {
    /** SIGKILL to the controller's process. */
    KILL,
    /** The server is restarted with {@code -m immediate}. */
    RESTART,
    /** The connection breaks when COMMIT is sent, which does not reach the server. */
    CUT_BEFORE_COMMIT,
    /** The connection breaks when the server has committed, whose answer does not come back. */
    CUT_AFTER_COMMIT,
    /** All connections of the controller break at once. */
    NETWORK;

    boolean atCommit() {
      return this == CUT_BEFORE_COMMIT || this == CUT_AFTER_COMMIT;
    }

    String words() {
      return switch (this) {
        case KILL -> "`kill -9` of the controller";
        case RESTART -> "server restarted with `-m immediate`";
        case CUT_BEFORE_COMMIT -> "cut before COMMIT arrives";
        case CUT_AFTER_COMMIT -> "cut before COMMIT is answered";
        case NETWORK -> "all connections of the controller cut";
      };
    }
  }

  @Override
  public String toString() {
    return kind + " at " + String.format(Locale.ROOT, "%.3f", when) + " and " + afterMillis + " ms";
  }
}
