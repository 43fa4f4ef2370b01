package dev.ripcord.hook;

/** How one attempt of a hook ended. No secret stands in it. */
sealed interface Attempt {
  String output();

  /** It did what it should. */
  record Done(String output) implements Attempt {}

  /**
   * It did not.
   *
   * @param again whether another attempt could do better
   */
  record Broken(String reason, String output, boolean again) implements Attempt {}

  /** It was ended because the thread was interrupted, which it is still. */
  record Interrupted(String output) implements Attempt {}

  /** It was ended when its time was up. */
  record Late(String output) implements Attempt {}
}
