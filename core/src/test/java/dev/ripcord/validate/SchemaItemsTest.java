package dev.ripcord.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema, roles, and what leads elsewhere: each item passes, and fails for its own reason. */
@Timeout(60)
@ExtendWith(TestDatabase.Extension.class)
class SchemaItemsTest {
  private static final Verdict PASSED = new Verdict.Passed();

  private DatabaseUrl url;
  private String role;

  /** Roles are of the whole server. */
  @BeforeEach
  void open(TestDatabase database) {
    url = database.url();
    role = "app_" + url.database().replaceAll("\\D", "");
    try (Session session = database.open()) {
      session.execute(
          "DROP ROLE IF EXISTS %1$s; CREATE ROLE %1$s LOGIN PASSWORD 'secret'".formatted(role));
    }
  }

  private Shop shop(String... more) {
    Shop shop = Shop.open(url);
    shop.sql("GRANT SELECT ON people TO " + role);
    for (String statement : more) {
      shop.sql(statement.replace("$app", role));
    }
    shop.start();
    return shop;
  }

  private void gone(Shop shop) {
    shop.sql("DROP OWNED BY " + role + "; DROP ROLE " + role);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "REVOKE SELECT ON people FROM $app",
        "ALTER TABLE people ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON people USING (id = 1)",
        "ALTER TABLE people OWNER TO $app",
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO $app",
        "ALTER ROLE $app BYPASSRLS",
        "GRANT pg_monitor TO $app"
      })
  void securityFails(String change) {
    Shop shop = shop();
    assertThat(shop.look(new SecurityControls()).verdict()).isEqualTo(PASSED);
    shop.sql(change.replace("$app", role));
    assertThat(Shop.failure(shop.look(new SecurityControls())))
        .containsAnyOf(role, "row security", "policy", "default privileges");
    shop.sql("ALTER TABLE people OWNER TO CURRENT_USER");
    gone(shop);
  }

  @Test
  void integrationsFailByAPublicationThatIsGone() {
    Shop shop = shop("CREATE PUBLICATION feed FOR TABLE people");
    assertThat(shop.look(new Integrations()).verdict()).isEqualTo(PASSED);
    shop.sql("DROP PUBLICATION feed");
    assertThat(Shop.failure(shop.look(new Integrations()))).contains("publication feed is missing");
    gone(shop);
  }

  @Test
  void integrationsFailByASlotThatIsGone() {
    String slot = role + "_feed";
    Shop shop = shop("SELECT pg_create_logical_replication_slot('" + slot + "', 'test_decoding')");
    assertThat(shop.look(new Integrations()).verdict()).isEqualTo(PASSED);
    shop.sql("SELECT pg_drop_replication_slot('" + slot + "')");
    assertThat(Shop.failure(shop.look(new Integrations())))
        .isEqualTo("replication slot " + slot + " was inactive, is gone");
    gone(shop);
  }

  @Test
  void integrationsFailByASubscriptionNobodyServes() {
    Shop shop =
        shop(
            "CREATE SUBSCRIPTION taken CONNECTION 'host=127.0.0.1 port=1 dbname=x'"
                + " PUBLICATION theirs WITH (connect = false)");
    assertThat(shop.look(new Integrations()).verdict()).isEqualTo(PASSED);
    shop.sql("ALTER SUBSCRIPTION taken SET (slot_name = 'taken'); ALTER SUBSCRIPTION taken ENABLE");
    String why = Shop.failure(shop.look(new Integrations()));
    shop.sql("ALTER SUBSCRIPTION taken DISABLE; ALTER SUBSCRIPTION taken SET (slot_name = NONE)");
    shop.sql("DROP SUBSCRIPTION taken");
    gone(shop);
    assertThat(why).contains("subscription taken: enabled was false, is true");
  }

  @Test
  void integrationsAreOpenWhereNothingIsKnown() {
    Shop shop = shop();
    assertThat(Shop.open(shop.look(new Integrations()))).contains("nothing in the database leads");
    gone(shop);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER ROLE $app NOLOGIN",
        "ALTER ROLE $app VALID UNTIL '2000-01-01'",
        "ALTER ROLE $app CONNECTION LIMIT 0",
        "REVOKE CONNECT ON DATABASE $db FROM PUBLIC"
      })
  void loginsFail(String change) {
    Shop shop = shop();
    assertThat(shop.look(new Logins()).verdict()).isEqualTo(PASSED);
    shop.sql(change.replace("$app", role).replace("$db", '"' + url.database() + '"'));
    assertThat(Shop.failure(shop.look(new Logins())))
        .contains("role " + role + " could connect, and now ");
    gone(shop);
  }

  @Test
  void loginsAreOpenWhereTheStartIsNotKnown() {
    Shop shop = shop();
    shop.journal.clear();
    assertThat(Shop.open(shop.look(new Logins()))).contains("does not have the roles of the start");
    gone(shop);
  }

  @Test
  void theSchemaFailsByAColumn() {
    Shop shop = shop();
    assertThat(shop.look(new SchemaAsBefore()).verdict()).isEqualTo(PASSED);
    shop.sql("ALTER TABLE people ADD nick text");
    assertThat(Shop.failure(shop.look(new SchemaAsBefore())))
        .isEqualTo("column public.people.nick is new");
    shop.accepted = Optional.of("a hotfix");
    assertThat(Shop.open(shop.look(new SchemaAsBefore())))
        .isEqualTo("differences were accepted: a hotfix: column public.people.nick is new");
    gone(shop);
  }
}
