package dev.ripcord.escalate;

import dev.ripcord.exchange.Pause;
import dev.ripcord.migration.Channel;
import dev.ripcord.secret.Secrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Delivers letters: one thread and one bounded queue per channel, so that a dead channel delays
 * neither its caller nor another channel. Threadsafe.
 */
public final class Outbox implements Messenger, AutoCloseable {
  private static final Duration REST = Duration.ofSeconds(2);

  /** More than it takes to say of each letter that is left that it is given up. */
  private static final Duration LONGEST_END = Duration.ofSeconds(1);

  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Listener listener;

  /**
   * Begins to deliver.
   *
   * @param listener hears what became of each letter
   */
  public Outbox(List<Channel> channels, Means means, Listener listener) {
    this.listener = listener;
    for (Channel channel : channels) {
      lanes.put(channel.key(), new Lane(channel, means, listener));
    }
  }

  /**
   * What delivery needs.
   *
   * @param hidden what no output may hold beside the channels' own secrets
   * @param random for the jitter of retries
   */
  public record Means(
      Secrets secrets,
      List<String> hidden,
      InstantSource clock,
      Pause pause,
      RandomGenerator random) {
    public Means {
      hidden = List.copyOf(hidden);
    }
  }

  @Override
  public void send(String channel, Letter letter) {
    Lane lane = lanes.get(channel);
    if (lane == null) {
      listener.heard(new Delivery.GivenUp(channel, letter, 0, "there is no channel of this key"));
    } else {
      lane.put(letter);
    }
  }

  /**
   * Takes no more, and waits for what is under way.
   *
   * @param longest to wait; what is not there by then is given up
   */
  public void close(Duration longest) {
    end();
    boolean done = await(longest);
    if (!done) {
      lanes.values().forEach(Lane::giveUp);
      boolean unused = await(LONGEST_END);
    }
  }

  /** Takes no more; what is there is delivered still. */
  public void end() {
    lanes.values().forEach(Lane::end);
  }

  /**
   * Waits, after {@link #end}, for what is under way.
   *
   * @return whether nothing is any more
   */
  public boolean await(Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    boolean done = true;
    for (Lane lane : lanes.values()) {
      done &= lane.await(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }
    return done;
  }

  @Override
  public void close() {
    close(REST);
  }
}
