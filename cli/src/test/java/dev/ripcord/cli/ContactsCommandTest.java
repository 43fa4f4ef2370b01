package dev.ripcord.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ripcord.plan.CanonicalJson;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message arrives, its code is typed, and the record shows it. */
class ContactsCommandTest {
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private HttpServer server = unbound();
  private volatile int status = 200;

  @TempDir private Path folder;

  private static HttpServer unbound() {
    try {
      return HttpServer.create();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Path migration() throws IOException {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    return Files.writeString(
        folder.resolve("users.yaml"),
        """
        changes:
          - drop_table: {table: t}
        channels:
          ops: {type: webhook, url: "%s", retries: 0}
        contacts:
          on_call_engineer: {name: Ada, phone: "+1-555-0100", channels: [ops]}
        """
            .formatted(url));
  }

  private CommandFixture run(int expected, String... arguments) {
    CommandFixture fixture = new CommandFixture();
    assertThat(fixture.run(arguments)).as(fixture.out() + fixture.error()).isEqualTo(expected);
    return fixture;
  }

  @Test
  void aCodeIsSentTypedAndRecorded() throws IOException {
    String file = migration().toString();
    String record = folder.resolve("proof/contacts.json").toString();
    CommandFixture test = run(0, "contacts", "test", file, "--file", record);
    assertThat(test.out()).contains("sent  On-Call Engineer  ops: sent");
    assertThat(bodies).hasSize(1);
    String code = CanonicalJson.read(bodies.getFirst()).get("facts").get("code").stringValue();
    assertThat(test.out()).doesNotContain(code);
    assertThat(Path.of(record)).content().doesNotContain(code);

    CommandFixture wrong =
        run(1, "contacts", "confirm", file, "NOCODE", "--as", "ann", "--file", record);
    assertThat(wrong.out()).startsWith("Not confirmed");
    CommandFixture before = run(1, "contacts", "show", file, "--file", record);
    assertThat(before.out()).contains("not confirmed").contains("Missing");
    CommandFixture right =
        run(0, "contacts", "confirm", file, code, "--as", "ann", "--file", record);
    assertThat(right.out()).isEqualTo("Confirmed. Every contact has confirmed.\n");
    CommandFixture after = run(1, "contacts", "show", file, "--file", record, "--json");
    assertThat(after.out()).contains("\"confirmedBy\" : \"ann\"");
  }

  @Test
  void oneThatFailsIsTheAnswerNo() throws IOException {
    status = 404;
    String record = folder.resolve("contacts.json").toString();
    CommandFixture test =
        run(1, "contacts", "test", migration().toString(), "--file", record, "--json");
    assertThat(test.out()).contains("\"sent\" : false").contains("it answered 404");
  }

  @Test
  void aRecordOfAnotherMigrationIsRefused() throws IOException {
    Path record =
        Files.writeString(
            folder.resolve("contacts.json"),
            "{\"format\": \"ripcord-contacts/1\", \"migration\": \"other\", \"asked\": []}");
    CommandFixture show =
        run(2, "contacts", "show", migration().toString(), "--file", record.toString());
    assertThat(show.error()).contains("is of the migration other");
  }

  @Test
  void needsACommand() {
    assertThat(run(2, "contacts").error()).contains("needs a command: show, test or confirm");
  }
}
