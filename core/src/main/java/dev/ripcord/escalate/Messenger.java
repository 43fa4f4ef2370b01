package dev.ripcord.escalate;

/** Brings letters to channels. Returns at once, whatever becomes of the letter. */
@FunctionalInterface
public interface Messenger {
  /**
   * @param channel key of a configured channel
   */
  void send(String channel, Letter letter);

  /** Hears what became of letters, on threads of the messenger. */
  @FunctionalInterface
  interface Listener {
    void heard(Delivery delivery);
  }
}
