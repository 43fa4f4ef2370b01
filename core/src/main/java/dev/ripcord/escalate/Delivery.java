package dev.ripcord.escalate;

/** What became of a letter on one channel. */
public sealed interface Delivery {
  /** Key of the channel. */
  String channel();

  Letter letter();

  /**
   * The other side took it.
   *
   * @param attempts 1 if at once
   */
  record Sent(String channel, Letter letter, int attempts) implements Delivery {}

  /**
   * It did not get there.
   *
   * @param reason one line, without secrets
   */
  record GivenUp(String channel, Letter letter, int attempts, String reason) implements Delivery {}

  /** One line for people and for the journal. */
  default String words() {
    return switch (this) {
      case Sent it ->
          it.channel() + ": sent" + (it.attempts() > 1 ? " at attempt " + it.attempts() : "");
      case GivenUp it ->
          it.channel()
              + ": given up after "
              + it.attempts()
              + (it.attempts() == 1 ? " attempt: " : " attempts: ")
              + it.reason();
    };
  }
}
