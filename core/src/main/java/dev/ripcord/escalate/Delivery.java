package dev.ripcord.escalate;

import java.util.Map;
import java.util.regex.Pattern;

/** What became of a letter on one channel. */
public sealed interface Delivery {
  /** The end of what {@link Sent} says. */
  Pattern SENT = Pattern.compile(": sent( at attempt [0-9]+)?$");

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

  /** What it is about, for the journal: a moment and an audience, or the channel of an alert. */
  default String about() {
    Map<String, String> facts = letter().facts();
    String moment = facts.get("moment");
    return moment == null ? channel() : moment + "/" + facts.get("audience");
  }

  /** The letter and what became of it, for the journal. */
  default String line() {
    return letter().title() + ": " + words();
  }

  /** Whether {@link #line} wrote this of a letter that was sent. */
  static boolean tellsOfSent(String line) {
    return SENT.matcher(line).find();
  }
}
