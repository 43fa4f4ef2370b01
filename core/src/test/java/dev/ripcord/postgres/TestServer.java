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

  /** Each of the values on each of the servers. */
  public static <T> List<Arguments> each(List<T> values) {
    List<Arguments> all = new ArrayList<>();
    for (TestServer server : ALL) {
      values.forEach(value -> all.add(Arguments.of(value, server)));
    }
    return List.copyOf(all);
  }

  @Override
  public String toString() {
    return "PostgreSQL " + major;
  }
}
