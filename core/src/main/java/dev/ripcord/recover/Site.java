package dev.ripcord.recover;

import dev.ripcord.postgres.ClientPrograms;
import dev.ripcord.postgres.DatabaseUrl;
import java.time.Clock;
import java.time.Duration;

/**
 * Where a provider works.
 *
 * @param url of the live database
 * @param space tells what is free
 * @param patience how long a segment of WAL may take to its archive
 * @param longest how long one program may run
 */
public record Site(
    DatabaseUrl url,
    Clock clock,
    ClientPrograms programs,
    FreeSpace space,
    Duration patience,
    Duration longest) {
  /** So long a segment may take: the server tries three times, a second apart. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration LONGEST = Duration.ofHours(24);

  /** This machine. */
  public static Site here(DatabaseUrl url, Clock clock) {
    return new Site(url, clock, ClientPrograms.here(), FreeSpace.OF_FILES, PATIENCE, LONGEST);
  }

  /** The same with other free space. */
  public Site with(FreeSpace other) {
    return new Site(url, clock, programs, other, patience, longest);
  }

  /** The same with other programs. */
  public Site with(ClientPrograms other) {
    return new Site(url, clock, other, space, patience, longest);
  }

  /** The same with a longer or shorter wait for a segment. */
  public Site waiting(Duration other) {
    return new Site(url, clock, programs, space, other, longest);
  }
}
