package dev.ripcord.recover;

import dev.ripcord.postgres.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Another user of the operating system: as root, what keeps backups runs as their owner, so that
 * the server can read and write all of them afterwards.
 *
 * @param user number
 * @param group number
 */
public record Account(int user, int group) {
  private static final Duration BRIEF = Duration.ofSeconds(10);

  /** The owner of a folder, if we are root and the folder is somebody else's. */
  static Optional<Account> owning(Path folder) {
    try {
      int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      int user = (Integer) Files.getAttribute(folder, "unix:uid");
      int group = (Integer) Files.getAttribute(folder, "unix:gid");
      return self == 0 && user != 0 ? Optional.of(new Account(user, group)) : Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** The words before a command that have it run as this user. */
  public List<String> prefix() {
    return List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--init-groups");
  }

  /** The program, run by the right user. */
  static Program as(Optional<Account> account, Program program) {
    return account.map(it -> program.after(it.prefix())).orElse(program);
  }

  /**
   * Whether that user can do this with the file or folder.
   *
   * @param how of the program {@code test}, such as {@code -w}
   */
  static boolean can(Optional<Account> account, String how, Path path) {
    return as(account, Program.of(BRIEF, "test", how, path.toString())).run().well();
  }
}
