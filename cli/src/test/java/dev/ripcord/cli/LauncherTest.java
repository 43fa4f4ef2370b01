package dev.ripcord.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout of scripts: no JDK, the wrong one, several; no build, an old one. */
@Timeout(60)
class LauncherTest {
  private static final String UTILITIES =
      "dirname readlink find head id cat mkdir rm mv sleep sed tail grep ps uname cut stty";

  @TempDir private Path folder = Path.of("");
  private Path home = Path.of("");
  private Path bin = Path.of("");

  @BeforeEach
  void layOutACheckout() throws IOException {
    home = Files.createDirectories(folder.resolve("check out"));
    bin = Files.createDirectories(folder.resolve("bin"));
    Path launcher = Files.copy(Path.of("../ripcord"), home.resolve("ripcord"));
    executable(launcher);
    for (String source :
        List.of("pom.xml", "core/pom.xml", "cli/pom.xml", "core/src/main/A.java")) {
      write(home.resolve(source), "old", Instant.parse("2026-01-01T00:00:00Z"));
    }
    write(home.resolve("cli/src/main/B.java"), "old", Instant.parse("2026-01-01T00:00:00Z"));
    for (String utility : UTILITIES.split(" ", -1)) {
      for (String place : List.of("/usr/bin", "/bin")) {
        Path program = Path.of(place, utility);
        if (Files.isExecutable(program) && Files.notExists(bin.resolve(utility))) {
          Path unused = Files.createSymbolicLink(bin.resolve(utility), program);
        }
      }
    }
  }

  @Test
  void withoutAnyJdkItSaysWhatToInstall() throws Exception {
    Run run = launch(Map.of());
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.error())
        .contains("needs a JDK 21 or newer; found none", "apt-get install openjdk-21-jdk");
  }

  @Test
  void withAnOldJdkItSaysWhichItFound() throws Exception {
    Path old = jdk("jdk-17", "17.0.15");
    Run run = launch(Map.of("JAVA_HOME", old.toString()));
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.error()).contains("found only JDK 17 in " + old);
  }

  @Test
  void withoutJavacItIsNoJdk() throws Exception {
    Path runtime = jdk("jre-25", "25");
    Files.delete(runtime.resolve("bin/javac"));
    Run run = launch(Map.of("JAVA_HOME", runtime.toString()));
    assertThat(run.error()).contains("found none");
  }

  @Test
  void withoutMavenItSaysWhatToInstall() throws Exception {
    Run run = launch(Map.of("JAVA_HOME", jdk("jdk-25", "25.0.3").toString()));
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.error()).contains("needs Maven", "apt-get install maven");
    assertThat(home.resolve(".ripcord-building")).doesNotExist();
  }

  @Test
  void itBuildsOnceAndPassesArgumentsAndStatus() throws Exception {
    maven("touch");
    Map<String, String> environment = Map.of("JAVA_HOME", jdk("jdk-25", "25.0.3").toString());
    Run first = launch(environment, "plan", "a b.yaml", "--json");
    assertThat(first.error()).isEqualTo("Building ripcord (first start) …\n");
    assertThat(first.status()).isEqualTo(42);
    assertThat(first.out())
        .startsWith("jdk-25")
        .contains("[-jar][" + home.resolve("cli/target/ripcord-cli.jar") + "]")
        .endsWith("[plan][a b.yaml][--json]\n");
    assertThat(launch(environment).error()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void itBuildsAgainWhenASourceIsNewer() throws Exception {
    maven("touch");
    Map<String, String> environment = Map.of("JAVA_HOME", jdk("jdk-25", "25.0.3").toString());
    assertThat(launch(environment).status()).isEqualTo(42);
    write(home.resolve("core/src/main/A.java"), "new", Instant.parse("2126-01-01T00:00:00Z"));
    assertThat(launch(environment).error()).contains("Building ripcord (sources changed) …");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    maven("sleep 1; touch");
    Map<String, String> environment = Map.of("JAVA_HOME", jdk("jdk-25", "25.0.3").toString());
    Process one = start(environment);
    Process other = start(environment);
    assertThat(one.waitFor()).isEqualTo(42);
    assertThat(other.waitFor()).isEqualTo(42);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aLockOfADeadStartIsTakenOver() throws Exception {
    maven("touch");
    Process dead = new ProcessBuilder("true").start();
    assertThat(dead.waitFor()).isZero();
    write(home.resolve(".ripcord-building/pid"), dead.pid() + "\n", Instant.EPOCH);
    Run run = launch(Map.of("JAVA_HOME", jdk("jdk-25", "25.0.3").toString()));
    assertThat(run.status()).isEqualTo(42);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aFailingBuildShowsWhyAndLeavesNoLock() throws Exception {
    maven("echo 'ERROR: no such parent'; exit 1; touch");
    Run run = launch(Map.of("JAVA_HOME", jdk("jdk-25", "25.0.3").toString()));
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.error()).contains("ERROR: no such parent", "the build failed");
    assertThat(home.resolve(".ripcord-building")).doesNotExist();
  }

  @Test
  void theNewestIsTakenWhenNothingIsAskedFor() throws Exception {
    maven("touch");
    Path places = folder.resolve("jvm");
    for (String version : List.of("17.0.15", "21.0.4", "25.0.3", "1.8.0_392")) {
      Path unused = jdk("jvm/jdk-" + version, version);
    }
    Run run = launch(Map.of("RIPCORD_JDK_FOLDERS", places.toString()));
    assertThat(run.out()).startsWith("jdk-25.0.3");
  }

  @Test
  void itFindsItsHomeThroughALink() throws Exception {
    maven("touch");
    Path link = Files.createSymbolicLink(bin.resolve("rc"), home.resolve("ripcord"));
    Map<String, String> environment = Map.of("JAVA_HOME", jdk("jdk-25", "25.0.3").toString());
    Run run = finish(start(link, environment));
    assertThat(run.status()).isEqualTo(42);
    assertThat(run.out()).contains(home.toRealPath().toString());
  }

  private record Run(int status, String out, String error) {}

  private Run launch(Map<String, String> environment, String... arguments) throws Exception {
    return finish(start(home.resolve("ripcord"), environment, arguments));
  }

  private Process start(Map<String, String> environment) throws IOException {
    return start(home.resolve("ripcord"), environment);
  }

  private Process start(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("RIPCORD_JDK_FOLDERS", folder.resolve("nothing").toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Run finish(Process process) throws Exception {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String error = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), out, error);
  }

  /** A JDK whose java prints its own name and arguments, and ends with status 42. */
  private Path jdk(String name, String version) throws IOException {
    Path jdk = folder.resolve(name);
    write(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n", Instant.EPOCH);
    String script = "printf '%s ' " + jdk.getFileName() + "; printf '[%s]' \"$@\"; echo; exit 42\n";
    executable(write(jdk.resolve("bin/java"), "#!/bin/sh\n" + script, Instant.EPOCH));
    executable(write(jdk.resolve("bin/javac"), "#!/bin/sh\n", Instant.EPOCH));
    return jdk;
  }

  /** A Maven that counts its runs and "builds" by the last word of the script. */
  private void maven(String script) throws IOException {
    Path jar = home.resolve("cli/target/ripcord-cli.jar");
    Path library = home.resolve("cli/target/lib");
    String text =
        "#!/bin/sh\necho run >> '"
            + folder.resolve("builds")
            + "'\nmkdir -p '"
            + library
            + "'\ntouch() { : > \"$1\"; }\n"
            + script
            + " '"
            + jar
            + "'\n";
    executable(write(bin.resolve("mvn"), text, Instant.EPOCH));
  }

  private long builds() throws IOException {
    return Files.readAllLines(folder.resolve("builds")).size();
  }

  @CanIgnoreReturnValue
  private static Path write(Path file, String text, Instant changed) throws IOException {
    Path unused = Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.setLastModifiedTime(Files.writeString(file, text), FileTime.from(changed));
  }

  private static void executable(Path file) throws IOException {
    Path unused = Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
