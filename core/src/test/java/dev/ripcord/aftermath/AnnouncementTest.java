package dev.ripcord.aftermath;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ripcord.ShortWaits;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.postgres.TestDatabase;
import dev.ripcord.run.RolledBackRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Audiences are told that it is over, once. */
@Timeout(120)
@ExtendWith(TestDatabase.Extension.class)
@ShortWaits
class AnnouncementTest {
  @TempDir private Path folder;
  private final List<String> received = new CopyOnWriteArrayList<>();
  private volatile int answer = 200;
  private HttpServer people;

  @BeforeEach
  void open() throws IOException {
    people = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    people.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (answer == 200) {
              received.add(
                  CanonicalJson.read(new String(body, StandardCharsets.UTF_8))
                      .get("text")
                      .stringValue());
            }
            exchange.sendResponseHeaders(answer, -1);
          }
        });
    people.start();
  }

  @AfterEach
  void close() {
    people.stop(0);
  }

  private String around(String audiences) {
    return """
        channels:
          ops: {type: webhook, url: "http://127.0.0.1:%d/", retries: 0}
        contacts:
          incident_commander: {name: Ian, email: ian@example.com}
        communication: {channels: {%s}}
        """
        .formatted(people.getAddress().getPort(), audiences);
  }

  private static Afterwards of(RolledBackRun run) {
    return new Afterwards(
        run.migration(), run.url(), run.folder(), "tester", Clock.systemUTC(), run.means());
  }

  private static State state(RolledBackRun run) {
    return of(run).list().tasks().get(6).state();
  }

  private List<String> completions() {
    return received.stream()
        .filter(
            text ->
                text.contains(" is complete. ")
                    || text.contains("works as it did before the change"))
        .toList();
  }

  @Test
  void whatTheRollbackToldIsNotToldAgain(TestDatabase database) {
    RolledBackRun run =
        RolledBackRun.of(database, folder, around("technical: ops, business: ops, executive: ops"));
    assertThat(completions()).hasSize(3);
    assertThat(state(run))
        .isInstanceOfSatisfying(
            State.Done.class,
            it ->
                assertThat(it.evidence())
                    .isEqualTo("told: technical by ops, business by ops, executive by ops"));
    assertThat(of(run).announce().lines())
        .containsExactly("Every audience was told before; nothing was sent.");
    assertThat(completions()).hasSize(3);
  }

  @Test
  void whatDidNotGetThereIsToldLater(TestDatabase database) {
    answer = 400;
    RolledBackRun run =
        RolledBackRun.of(database, folder, around("technical: ops, business: ops, executive: ops"));
    assertThat(received).isEmpty();
    assertThat(state(run))
        .isInstanceOfSatisfying(
            State.UnderWay.class,
            it ->
                assertThat(it.missing())
                    .isEqualTo("not told yet: technical, business, executive: --announce tells"));
    assertThat(of(run).announce().good()).isFalse();
    answer = 200;
    Afterwards.Outcome told = of(run).announce();
    assertThat(told.lines())
        .containsExactly("business: ops: sent", "executive: ops: sent", "technical: ops: sent");
    assertThat(told.good()).isTrue();
    assertThat(completions()).hasSize(3);
    assertThat(state(run)).isInstanceOf(State.Done.class);
  }

  @Test
  void whomNoChannelReachesAPersonTells(TestDatabase database) {
    RolledBackRun run = RolledBackRun.of(database, folder, around("technical: ops"));
    assertThat(completions()).hasSize(1);
    assertThat(state(run)).isInstanceOf(State.Assigned.class);
    assertThat(of(run).announce().lines())
        .hasSize(3)
        .first()
        .isEqualTo("To be passed on by a person, for no channel reaches them:");
    assertThat(of(run).list().tasks().get(6).facts())
        .anyMatch(fact -> fact.startsWith("Not told: executive (no channel): The rollback of"));
  }

  @Test
  void severalAtOnceTellOnce(TestDatabase database) throws IOException {
    answer = 400;
    RolledBackRun run =
        RolledBackRun.of(database, folder, around("technical: ops, business: ops, executive: ops"));
    answer = 200;
    List<CompletableFuture<Afterwards.Outcome>> all =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> of(run).announce(), Thread::startVirtualThread))
            .limit(4)
            .toList();
    all.forEach(each -> assertThat(each.join().lines()).isNotEmpty());
    assertThat(completions()).hasSize(3);
    assertThat(Files.readString(run.journal())).contains("is being told");
  }
}
