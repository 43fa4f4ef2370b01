package dev.ripcord.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ctrl-C in a process of its own; where this one was told to ignore signals, so are its children.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopTest {
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void aSignalClosesTheServerAndEndsWithFour(String signal) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      assertThat(said.readLine()).isEqualTo("waiting");
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
      assertThat(kill.waitFor()).isZero();
      assertThat(said.readLine()).isEqualTo("ripcord: stopped on request; no result was written");
      assertThat(said.readLine()).isEqualTo("the server is closed");
      assertThat(said.readLine()).isNull();
    } finally {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(process.exitValue()).isEqualTo(4);
  }

  /** A command that would take for ever, and a server that closes when the process ends. */
  static final class Waiting {
    private Waiting() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
      Terminal terminal = Terminal.of(System.getProperties(), System.getenv());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> terminal.say("the server is closed")));
      Stop stop = new Stop(terminal);
      stop.listen();
      terminal.say("waiting");
      new CountDownLatch(1).await();
    }
  }
}
