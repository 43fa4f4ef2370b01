package dev.ripcord.postgres;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * As whom a scratch server runs: PostgreSQL refuses to run as root.
 *
 * @param kind how it gets there
 * @param prefix the command that drops privileges and runs the rest; empty if none is needed
 * @param owner the user id that must own the server's files
 */
record ScratchUser(Kind kind, List<String> prefix, int owner) {
  enum Kind {
    SAME_USER,
    /** As root: in a user namespace without any mapping, so that files stay ours. */
    USER_NAMESPACE,
    /** As root: as the user nobody. */
    NOBODY
  }

  ScratchUser {
    prefix = List.copyOf(prefix);
  }

  /**
   * The way that works here.
   *
   * @throws RipcordException if we are root and cannot become anybody else
   */
  static ScratchUser here() {
    if (ownId() != 0) {
      return of(Kind.SAME_USER);
    }
    // the name matters too: initdb refuses a user id that has none
    if (succeeds("unshare", "-U", "id", "-un")
        && !"0".equals(output("unshare", "-U", "id", "-u"))) {
      return of(Kind.USER_NAMESPACE);
    }
    return of(Kind.NOBODY);
  }

  static ScratchUser of(Kind kind) {
    int own = ownId();
    return switch (kind) {
      case SAME_USER -> new ScratchUser(kind, List.of(), own);
      case USER_NAMESPACE -> new ScratchUser(kind, List.of("unshare", "-U"), own);
      case NOBODY -> nobody();
    };
  }

  private static ScratchUser nobody() {
    String id = output("id", "-u", "nobody");
    String group = output("id", "-g", "nobody");
    List<String> prefix = List.of("setpriv", "--reuid=" + id, "--regid=" + group, "--clear-groups");
    List<String> probe = new ArrayList<>(prefix);
    probe.add("true");
    if (!id.matches("[0-9]+") || !succeeds(probe.toArray(String[]::new))) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "cannot drop privileges: PostgreSQL does not run as root, and neither 'unshare -U' nor"
              + " 'setpriv' to the user nobody works here; run ripcord as an ordinary user, or give"
              + " a server of your own with --scratch URL");
    }
    return new ScratchUser(Kind.NOBODY, prefix, Integer.parseInt(id));
  }

  /** Whether the server's user can list and enter the directory. */
  boolean canEnter(Path directory) {
    if (kind == Kind.SAME_USER) {
      return Files.isExecutable(directory);
    }
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("test", "-x", directory.toString()));
    return succeeds(command.toArray(String[]::new));
  }

  /** Our own user id, without the module that jlink images lack. */
  static int ownId() {
    try {
      Object owner = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      return (Integer) owner;
    } catch (IOException | UnsupportedOperationException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "cannot find out as which user we run, which a scratch server needs; give a server of"
              + " your own with --scratch URL",
          e);
    }
  }

  private static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What the command prints; empty if there is no such command. */
  private static String output(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return "";
    }
  }
}
