package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a server when the JVM that started it is killed, and as whom it runs. */
class ScratchServerLifeTest {
  @Test
  void diesWithAProcessThatIsKilled() throws Exception {
    Child child = Child.start(List.of(), classPath(), Map.of());
    Path files = child.awaitFiles();
    assertThat(ScratchServerTest.processesOf(files)).hasSizeGreaterThanOrEqualTo(2);

    child.kill();

    await(() -> !Files.exists(files) && ScratchServerTest.processesOf(files).isEmpty());
    assertThat(files).doesNotExist();
    assertThat(ScratchServerTest.processesOf(files)).isEmpty();
  }

  @Test
  void outlivesTheSignalsOfATerminal() throws Exception {
    try (ServerProcess server = ScratchServer.start(ScratchOptions.defaults())) {
      Path files = ((ScratchServer) server).files();
      String watchdog = Files.readString(files.resolve("watchdog.pid")).strip();
      for (String signal : List.of("-INT", "-TERM", "-HUP")) {
        assertThat(new ProcessBuilder("kill", signal, watchdog).start().waitFor()).isZero();
      }
      try (Session session = Session.open(server.url(), "test")) {
        assertThat(session.scalar("SELECT 1")).isEqualTo("1");
      }
      // its own session: the kernel sends the terminal's signals to the group in the foreground
      String state = Files.readString(Path.of("/proc", watchdog, "stat"));
      assertThat(state.substring(state.lastIndexOf(')') + 2).split(" ", -1)[3]).isEqualTo(watchdog);
    }
  }

  @Test
  void reapsWhatAKilledWatchdogLeft() throws Exception {
    Child child = Child.start(List.of(), classPath(), Map.of());
    Path files = child.awaitFiles();
    long watchdog = Long.parseLong(Files.readString(files.resolve("watchdog.pid")).strip());
    boolean unused = ProcessHandle.of(watchdog).orElseThrow().destroyForcibly();
    child.kill();
    await(() -> ProcessHandle.of(watchdog).isEmpty());
    assertThat(ScratchServerTest.processesOf(files)).isNotEmpty();

    ScratchServer.start(ScratchOptions.defaults()).close();

    assertThat(files).doesNotExist();
    await(() -> ScratchServerTest.processesOf(files).isEmpty());
    assertThat(ScratchServerTest.processesOf(files)).isEmpty();
  }

  @Test
  void twoProcessesUnpackAtOnce(@TempDir Path home) throws Exception {
    Path leftover = Files.createDirectories(home.resolve("unpack-1/bin"));
    Child one = Child.start(List.of(), classPath(), Map.of(), home.toString());
    Child other = Child.start(List.of(), classPath(), Map.of(), home.toString());
    try {
      assertThat(one.awaitFiles()).isNotEqualTo(other.awaitFiles());
      assertThat(leftover).doesNotExist();
      try (Stream<Path> files = Files.list(home)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .filteredOn(name -> name.startsWith("postgres-") || name.startsWith("unpack-"))
            .hasSize(1);
      }
    } finally {
      one.end();
      other.end();
    }
    try (Stream<Path> files = Files.list(home)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("server-"));
    }
  }

  @Test
  void asRootInAUserNamespace() {
    assumeTrue(ScratchUser.ownId() == 0, "not root");
    assumeTrue(ScratchUser.here().kind() == ScratchUser.Kind.USER_NAMESPACE, "no namespaces");
    assertServesAndGoes(ScratchUser.of(ScratchUser.Kind.USER_NAMESPACE));
  }

  @Test
  void asRootThroughNobody() {
    assumeTrue(ScratchUser.ownId() == 0, "not root");
    assertServesAndGoes(ScratchUser.of(ScratchUser.Kind.NOBODY));
  }

  private static void assertServesAndGoes(ScratchUser user) {
    ScratchServer server = (ScratchServer) ScratchServer.start(ScratchOptions.defaults(), user);
    try (Session session = Session.open(server.url(), "test")) {
      assertThat(session.scalar("SHOW data_directory")).startsWith(server.files().toString());
      session.execute("CREATE TABLE t (a int); INSERT INTO t VALUES (1); CHECKPOINT");
    } finally {
      server.close();
    }
    assertThat(server.files()).doesNotExist();
  }

  @Test
  void asAnOrdinaryUserWithoutAHome(@TempDir Path directory) throws Exception {
    assumeTrue(ScratchUser.ownId() == 0, "not root: every other test runs as an ordinary user");
    // not under the directory of the user root, where nobody could not read
    Path unused =
        Files.setPosixFilePermissions(
            directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    Child child =
        Child.start(
            List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
            copied(directory),
            Map.of("HOME", "/nonexistent"));
    Path files = child.awaitFiles();
    assertThat(files.toString()).contains("ripcord-65534");
    assertThat(Files.getAttribute(files, "unix:uid")).isEqualTo(65534);
    child.kill();
    await(() -> !Files.exists(files));
    assertThat(files).doesNotExist();
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static String copied(Path directory) throws IOException {
    List<String> copies = new ArrayList<>();
    for (String entry : classPath().split(File.pathSeparator, -1)) {
      Path source = Path.of(entry);
      Path target = directory.resolve(copies.size() + "-" + source.getFileName());
      if (Files.exists(source)) {
        copyTree(source, target);
      }
      copies.add(target.toString());
    }
    return String.join(File.pathSeparator, copies);
  }

  private static void copyTree(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.toList()) {
        Path unused = Files.copy(file, target.resolve(source.relativize(file).toString()));
      }
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
      Thread.sleep(20);
    }
  }

  /** A JVM that runs {@link ScratchChild}. */
  private record Child(Process process) {
    static Child start(
        List<String> prefix, String classPath, Map<String, String> environment, String... arguments)
        throws IOException {
      List<String> command = new ArrayList<>(prefix);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", classPath));
      command.add(ScratchChild.class.getName());
      command.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().putAll(environment);
      return new Child(builder.start());
    }

    Path awaitFiles() throws IOException {
      // left open: closing it would close the child's output
      BufferedReader reader =
          new BufferedReader(
              new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      assertThat(reader.readLine()).isEqualTo("postgres");
      return Path.of(reader.readLine());
    }

    /** With SIGKILL. */
    void kill() throws InterruptedException {
      Process killed = process.destroyForcibly();
      assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(killed.exitValue()).isEqualTo(128 + 9);
    }

    void end() throws Exception {
      process.getOutputStream().close();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
