package dev.ripcord.postgres;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Of which major version the server is that a parameterised test gets its {@link TestDatabase} on.
 */
public record TestServer(int major) {
  /** What {@code -Dripcord.servers=14,18} names; the build sees to it that they are there. */
  public static final List<TestServer> ALL =
      Arrays.stream(System.getProperty("ripcord.servers", "18").split(",", -1))
          .map(major -> new TestServer(Integer.parseInt(major.strip())))
          .toList();

  /** The server of tests that do not ask for one. */
  static final TestServer USUAL = new TestServer(18);

  /**
   * All values on the newest of the servers, and on the others those that show what differs between
   * versions; with {@code -Dripcord.everything=true} all on each.
   */
  public static <T> List<Arguments> each(List<T> values, List<T> telling) {
    boolean everything = Boolean.getBoolean("ripcord.everything");
    int newest = ALL.stream().mapToInt(TestServer::major).max().orElseThrow();
    List<Arguments> all = new ArrayList<>();
    for (TestServer server : ALL) {
      List<T> chosen = everything || server.major() == newest ? values : telling;
      chosen.forEach(value -> all.add(Arguments.of(value, server)));
    }
    return List.copyOf(all);
  }

  @Override
  public String toString() {
    return "PostgreSQL " + major;
  }
}
