package dev.ripcord.escalate;

/**
 * What must still be said on a channel of something that is over: nothing reminds anybody of it, so
 * it is kept until the channel has taken it.
 *
 * @param letter its identity
 * @param channel key of the channel
 */
public record Owed(String letter, String channel, About about) {
  /** What it says. */
  public sealed interface About {
    /** That an alert is over. */
    record Over(long alert) implements About {}

    /** What an audience is told of a moment. */
    record Said(String moment, String audience, String phase, String reason) implements About {}
  }

  /** One line for people and for the journal. */
  public String words() {
    return channel
        + switch (about) {
          case About.Over it -> " was not told that alert " + it.alert() + " is over";
          case About.Said it ->
              " was not sent the message of " + it.moment() + " for " + it.audience();
        };
  }
}
