package dev.ripcord.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What kind of scratch server to start.
 *
 * @param major such as 16; the newest whose binaries are there if absent
 * @param home for the unpacked binaries and the servers' files; found by itself if absent
 * @param settings of {@code postgresql.conf} over those for rehearsals; the value unquoted
 * @param startTimeout for initdb and start together
 */
public record ScratchOptions(
    OptionalInt major, Optional<Path> home, Map<String, String> settings, Duration startTimeout) {
  public ScratchOptions {
    settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /** The newest version, with the settings for rehearsals. */
  public static ScratchOptions defaults() {
    return new ScratchOptions(
        OptionalInt.empty(), Optional.empty(), Map.of(), Duration.ofSeconds(60));
  }

  /** The same, of this major version. */
  public ScratchOptions withMajor(int wanted) {
    return new ScratchOptions(OptionalInt.of(wanted), home, settings, startTimeout);
  }

  /** The same, with its files there. */
  public ScratchOptions withHome(Path directory) {
    return new ScratchOptions(major, Optional.of(directory), settings, startTimeout);
  }

  /** The same, with one more setting. */
  public ScratchOptions withSetting(String name, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(name, value);
    return new ScratchOptions(major, home, more, startTimeout);
  }
}
