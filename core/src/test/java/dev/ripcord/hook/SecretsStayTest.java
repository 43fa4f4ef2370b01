package dev.ripcord.hook;

import static dev.ripcord.hook.Hooks.http;
import static dev.ripcord.hook.Hooks.shell;
import static dev.ripcord.hook.Hooks.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ripcord.migration.Hook;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.secret.Redactor;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Whatever a secret is and however it is written, no outcome holds it. The property {@code
 * ripcord.seed} repeats a run.
 */
@Timeout(300)
class SecretsStayTest {
  private static final long SEED = Long.getLong("ripcord.seed", 20_261_122);
  private static final int CUTS = 5;
  private static final String ODD =
      "abcXYZ019 .*+?^$()[]{}|\\/\"'`<>&%=#@:;,!~-_\n\tüßé€\uD83D\uDD11";

  static Stream<String> secrets() {
    Random random = new Random(SEED);
    return Stream.concat(
        Stream.of(
            "hunter2!",
            "$1\\E(.*)+[a-z]",
            "\\Q\\E\\\\",
            "%41%zz+ +",
            "%25%25",
            "a  b\t c",
            "''\"\"$$``",
            "&amp;&lt;",
            "aaaaaaaa",
            "***-***",
            "-----BEGIN KEY-----\nMIIEvAIBADANBg==\nkqhkiG9w0B\n-----END KEY-----"),
        IntStream.range(0, 40).mapToObj(i -> secret(random)));
  }

  private static String secret(Random random) {
    int[] odd = ODD.codePoints().toArray();
    StringBuilder secret = new StringBuilder("s");
    int length = Redactor.SHORTEST + random.nextInt(30);
    for (int i = 0; i < length; i++) {
      secret.appendCodePoint(odd[random.nextInt(odd.length)]);
    }
    return secret.append('e').toString();
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void noFormIsLeft(String secret) {
    Redactor redactor = new Redactor(List.of("another", secret));
    Random random = new Random(SEED + secret.hashCode());
    for (String form : forms(secret)) {
      for (String text : List.of(form, "a" + form, form + "z", "x=" + form + form + "&y=" + form)) {
        assertThat(redactor.redact(text)).as(text).doesNotContain(form).contains(Redactor.MARK);
        for (int i = 0; i < CUTS; i++) {
          int cut = random.nextInt(text.length());
          String left = redactor.redact(text, 0, cut);
          String right = redactor.redact(text, cut, text.length());
          assertThat(left + right).as("%s cut at %d", text, cut).doesNotContain(form);
        }
      }
    }
    assertThat(redactor.redact("nothing here 12")).isEqualTo("nothing here 12");
  }

  /** A process that was ended while it wrote a secret. */
  @Test
  void theBeginningOfASecretAtTheEndIsTakenOut() {
    Redactor redactor = new Redactor(List.of("correct-horse"));
    assertThat(redactor.redact("token=correct-ho")).isEqualTo("token=***");
    assertThat(redactor.redact("it is correct")).isEqualTo("it is ***");
    assertThat(redactor.redact("correct-ho is said")).isEqualTo("correct-ho is said");
  }

  @Test
  void aShortSecretTakesAllWithIt() {
    Hooks hooks = new Hooks().set("SHORT", "x1");
    HookOutcome outcome = hooks.run(shell("echo text with $A", "A", "${env:SHORT}"));
    assertThat(outcome.succeeded()).isTrue();
    assertThat(outcome.output()).isEqualTo(Redactor.WITHHELD);
    assertThat(hooks.run(shell("true", "A", "${env:SHORT}")).output()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void noOutcomeOfACommandHoldsIt(String secret) {
    Hook hook =
        shell(
            """
            set -x
            : "$A" $A
            echo "$A"; echo $A; printf '%s' "$A"; printf '%s' "$A" | base64 -w 0
            printf 'user:%s' "$A" | base64 -w 0
            echo "$A" >&2
            exit 3
            """,
            "A", "${env:SECRET}");
    expectNothing(hook, new Hooks().set("SECRET", secret).run(hook), secret);
  }

  @ParameterizedTest
  @ValueSource(ints = {8000, 8150, 8185, 8192, 8200, 9000})
  void theCutDoesNotLeaveHalfOfIt(int after) {
    String secret = "correct-horse-battery-staple";
    Hook hook =
        shell(
            "printf %s \"$A\"; head -c " + after + " /dev/zero | tr '\\0' .", "A", "${env:SECRET}");
    HookOutcome outcome = new Hooks().set("SECRET", secret).run(hook);
    assertThat(outcome.output()).matches("(\\*\\*\\*)?\\.*");
  }

  @Test
  void noOutcomeOfARequestHoldsIt() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          StringBuilder said = new StringBuilder(exchange.getRequestURI() + "\n");
          exchange.getRequestHeaders().forEach((name, values) -> said.append(name + values + "\n"));
          said.append(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] bytes = said.toString().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Location", "http://elsewhere/" + bytes.length);
          exchange.sendResponseHeaders(bytes.length % 2 == 0 ? 500 : 302, bytes.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
          }
        });
    server.start();
    try {
      String address =
          "http://me:${env:SECRET}@127.0.0.1:"
              + server.getAddress().getPort()
              + "/${env:SECRET}?a=${env:SECRET}";
      for (String secret : secrets().toList()) {
        Hook plain =
            with(
                http("POST", address, "X-Token", "Bearer ${env:SECRET}"), Duration.ofSeconds(9), 0);
        expectNothing(plain, new Hooks().set("SECRET", secret).run(plain), secret);
        Hook whole = http("POST", "${env:SECRET}");
        expectNothing(whole, new Hooks().set("SECRET", secret).run(whole), secret);
        Hook strange = http("POST", "http://${env:SECRET}/x");
        expectNothing(strange, new Hooks().set("SECRET", secret).run(strange), secret);
      }
    } finally {
      server.stop(0);
    }
  }

  private static void expectNothing(Hook hook, HookOutcome outcome, String secret) {
    for (String shown : List.of(outcome.toString(), outcome.detail(hook), outcome.output())) {
      for (String form : forms(secret)) {
        assertThat(shown).as(form).doesNotContain(form);
      }
      for (String line : secret.lines().map(String::strip).toList()) {
        assertThat(line.length() >= Redactor.SHORTEST && shown.contains(line)).isFalse();
      }
    }
    assertThat(outcome.succeeded()).isFalse();
  }

  /** As the outside world may write it. */
  private static List<String> forms(String secret) {
    List<String> forms = new ArrayList<>();
    forms.add(secret);
    String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    forms.add(encoded);
    forms.add(encoded.replace("+", "%20"));
    forms.add(lowerHex(encoded));
    forms.add(URLEncoder.encode(encoded, StandardCharsets.UTF_8).replace("%2B", "%2520"));
    String json = CanonicalJson.writeLine(JsonNodeFactory.instance.arrayNode().add(secret));
    forms.add(json.substring(2, json.length() - 2));
    forms.add(secret.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;"));
    forms.add(secret.replace("'", "'\\''"));
    forms.add(secret.replaceAll("\\s+", " "));
    forms.add(secret.replace("\n", "\r\n    "));
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    forms.add(Base64.getEncoder().encodeToString(bytes));
    forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    return forms.stream().distinct().toList();
  }

  private static String lowerHex(String encoded) {
    return Pattern.compile("%[0-9A-F]{2}")
        .matcher(encoded)
        .replaceAll(match -> match.group().toLowerCase(Locale.ROOT));
  }
}
