package dev.ripcord.hook;

import dev.ripcord.exchange.Heard;
import dev.ripcord.exchange.Text;
import dev.ripcord.migration.Hook;
import dev.ripcord.migration.HookAction;
import dev.ripcord.secret.Filling;
import dev.ripcord.secret.Redactor;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the command line of a hook once. */
final class Command {
  private static final String SHELL = "/bin/sh";
  private static final int BUFFER = 64 * 1024;

  /** What a command may still have to say when it has ended; what it left running may say more. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Map<String, String> inherited;
  private final Filling filling;
  private final Redactor redactor;

  Command(Map<String, String> inherited, Filling filling, Redactor redactor) {
    this.inherited = inherited;
    this.filling = filling;
    this.redactor = redactor;
  }

  Attempt run(HookAction.Shell shell, Hook hook, HookContext context) {
    Map<String, String> own = new HashMap<>(context.variables(hook));
    shell.env().forEach((name, value) -> own.put(name, filling.text(value)));
    if (!expressible(shell.command(), own)) {
      return new Attempt.Broken(
          "the locale of ripcord ("
              + locale()
              + ") cannot express the command or its variables: set LC_ALL to C.UTF-8",
          "",
          false);
    }
    ProcessBuilder builder = new ProcessBuilder(ProcessGroup.leading(SHELL, "-c", shell.command()));
    inherit(builder.environment());
    builder.environment().putAll(own);
    builder.redirectErrorStream(true).redirectInput(new File("/dev/null"));
    try (Leash leash = Leash.held()) {
      return watched(leash, leash.start(builder), hook.timeout());
    } catch (IllegalStateException e) {
      return new Attempt.Broken("ripcord is being stopped", "", false);
    } catch (IOException | IllegalArgumentException e) {
      return new Attempt.Broken(
          "the shell did not start: " + Text.line(redactor.redact(String.valueOf(e.getMessage()))),
          "",
          true);
    }
  }

  /**
   * What ripcord has, but for the password of its database and what could be taken for facts. What
   * is there already stays untouched: its bytes may be more than Java can read.
   */
  private void inherit(Map<String, String> environment) {
    boolean unused = environment.keySet().retainAll(inherited.keySet());
    inherited.forEach(
        (name, value) -> {
          if (!value.equals(environment.get(name))) {
            environment.put(name, value);
          }
        });
    environment.remove("PGPASSWORD");
    environment.keySet().removeIf(name -> name.startsWith("RIPCORD_"));
  }

  private Attempt watched(Leash leash, Process process, Duration timeout) {
    Heard heard = Heard.end(redactor);
    Thread listener = Thread.ofPlatform().daemon().name("hook").start(() -> listen(process, heard));
    try {
      boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
      int status = ended ? process.exitValue() : -1;
      if (status != 0) {
        leash.end();
      }
      listener.join(LAST_WORDS);
      String output = heard.text();
      if (!ended) {
        return new Attempt.Late(output);
      }
      return status == 0
          ? new Attempt.Done(output)
          : new Attempt.Broken("exit status " + status, output, true);
    } catch (InterruptedException e) {
      leash.end();
      Thread.currentThread().interrupt();
      return new Attempt.Interrupted(heard.text());
    }
  }

  /** Until nobody is left who could say anything, so that what was left running is not blocked. */
  private static void listen(Process process, Heard heard) {
    byte[] buffer = new byte[BUFFER];
    try (InputStream said = process.getInputStream()) {
      for (int read = said.read(buffer); read >= 0; read = said.read(buffer)) {
        heard.add(buffer, read);
      }
    } catch (IOException e) {
      // the process was ended while it spoke
      return;
    }
  }

  /** Java turns what the locale cannot express into question marks, in silence. */
  private static boolean expressible(String command, Map<String, String> variables) {
    CharsetEncoder encoder = Charset.forName(locale()).newEncoder();
    List<String> all = new ArrayList<>(variables.values());
    all.add(command);
    return all.stream().allMatch(encoder::canEncode);
  }

  private static String locale() {
    return System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name());
  }
}
