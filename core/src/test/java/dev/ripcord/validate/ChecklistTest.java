package dev.ripcord.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.journal.Entry;
import dev.ripcord.migration.Aftermath;
import dev.ripcord.migration.Check;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.MigrationReader;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole list, and how the journal keeps it. */
@Timeout(60)
@ExtendWith(TestDatabase.Extension.class)
class ChecklistTest {
  @TempDir private Path folder;

  @Test
  void hasTheItemsOfTheReference() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("migration.yaml"), "changes:\n  - drop_table: {table: t}\n");
    Migration migration = MigrationReader.read(file);
    assertThat(Checklist.ITEMS)
        .extracting(Item::title)
        .containsExactlyElementsOf(migration.aftermath().validations());
    assertThat(Checklist.ITEMS)
        .extracting(Item::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 17).boxed().toList());
  }

  @Test
  void addsWhatAUserWantsLookedAt(TestDatabase database) {
    Shop shop = Shop.open(database.url());
    shop.aftermath =
        new Aftermath(
            List.of("Confirm transaction logs are clean", "Ask the warehouse"),
            List.of(),
            shop.aftermath.thresholds());
    List<Finding> findings = shop.all();
    assertThat(findings).hasSize(18);
    assertThat(findings.getLast().title()).isEqualTo("Ask the warehouse");
    assertThat(findings.getLast().open()).isTrue();
    assertThat(findings).noneMatch(Finding::failed);
  }

  @Test
  void whatTheRoleMayNotIsOpen(TestDatabase database) {
    Shop shop = Shop.open(database.url(), "CREATE EXTENSION IF NOT EXISTS amcheck");
    String role = "weak_" + database.url().database().replaceAll("\\D", "");
    shop.sql("DROP ROLE IF EXISTS %1$s; CREATE ROLE %1$s LOGIN PASSWORD 'secret'".formatted(role));
    DatabaseUrl url = database.url();
    DatabaseUrl weak =
        new DatabaseUrl(url.host(), url.port(), url.database(), role, "secret", url.parameters());
    assertThat(Shop.open(shop.look(new Corruption(), weak)))
        .contains("reading public.people: the role may not: ")
        .contains("index public.by_person: the role may not: ");
    shop.sql("DROP ROLE " + role);
  }

  @Test
  void whatTakesTooLongIsOpen(TestDatabase database) {
    Shop shop = Shop.open(database.url());
    shop.aftermath =
        new Aftermath(
            List.of(),
            List.of(),
            new dev.ripcord.migration.Thresholds(
                new dev.ripcord.migration.Thresholds.Patience(
                    Duration.ofMillis(200), Duration.ZERO),
                shop.aftermath.thresholds().service(),
                shop.aftermath.thresholds().database()));
    shop.checks.add(new Check.Sql("slow", "SELECT pg_sleep(20)", ""));
    assertThat(Shop.open(shop.look(new BusinessProcesses())))
        .isEqualTo("slow: not through within 0.2 s (thresholds.check_timeout)");
  }

  /** A user's own text of a query must not change anything. */
  @Test
  void checksOnlyRead(TestDatabase database) {
    Shop shop = Shop.open(database.url());
    shop.checks.add(new Check.Sql("sly", "SELECT setval('s', 5)", "5"));
    shop.sql("CREATE SEQUENCE s");
    assertThat(Shop.open(shop.look(new BusinessProcesses()))).contains("read-only transaction");
    try (Session session = shop.session()) {
      assertThat(session.scalar("SELECT count(*) FROM s WHERE is_called")).isEqualTo("0");
    }
  }

  @Test
  void aSignOffStandsUntilTheItemSaysSomethingElse() {
    Finding open = new Finding(9, "nine", new Verdict.Open("look"), List.of());
    Finding failed = new Finding(9, "nine", new Verdict.Failed("gone"), List.of());
    Finding passed = new Finding(1, "one", new Verdict.Passed(), List.of());
    SignOff ann = new SignOff(9, "Ann", "feeds run", Optional.empty(), "2026-01-01T00:00:00Z");
    SignOff bob = new SignOff(9, "Bob", "", Optional.of("known"), "2026-01-01T00:00:00Z");
    assertThat(Validation.of(List.of()).complete()).isFalse();
    assertThat(of(passed).complete()).isTrue();
    assertThat(of(passed, open).complete()).isFalse();
    assertThat(of(passed, open, ann).complete()).isTrue();
    assertThat(of(passed, open, ann).signOff(9)).contains(ann);
    assertThat(of(passed, open, ann, open).complete()).isTrue();
    assertThat(of(passed, open, ann, failed).complete()).isFalse();
    assertThat(of(passed, open, ann, failed).unsigned()).containsExactly(failed);
    assertThat(of(failed, bob).complete()).isTrue();
    assertThat(of(failed, bob).signOff(9)).contains(bob);
    assertThat(of(failed, bob, open).complete()).isFalse();
  }

  private static Validation of(Object... written) {
    Shop shop = Shop.unopened();
    for (Object each : written) {
      switch (each) {
        case Finding it -> shop.journal(Entry.Kind.VALIDATION, "x", ValidationJson.line(it));
        case SignOff it -> shop.journal(Entry.Kind.SIGNED_OFF, "x", ValidationJson.line(it));
        default -> throw new IllegalArgumentException(each.toString());
      }
    }
    return Validation.of(shop.journal);
  }
}
