package dev.ripcord.validate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.journal.Entry;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows, indexes and keys: each item passes, and fails for its own reason. */
@Timeout(60)
@ExtendWith(TestDatabase.Extension.class)
class DataItemsTest {
  private static final Verdict PASSED = new Verdict.Passed();

  private DatabaseUrl url;

  @BeforeEach
  void open(TestDatabase database) {
    url = database.url();
  }

  @Test
  void corruptionIsOpenWithoutAmcheck() {
    Finding finding = Shop.open(url).look(new Corruption());
    assertThat(Shop.open(finding)).startsWith("the extension amcheck is not installed");
    assertThat(finding.evidence())
        .extracting(Evidence::measured)
        .contains("public.people: 100 rows read", "public.orders: 300 rows read");
  }

  /** The order of an index changes under it, as a new release of a collation changes it. */
  @Test
  void corruptionFailsByAnIndexOutOfOrder() {
    Shop shop =
        Shop.open(
            url,
            "CREATE EXTENSION amcheck",
            """
            CREATE FUNCTION compared(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE STRICT
              AS 'SELECT btint4cmp(a, b)';
            CREATE OPERATOR CLASS theirs FOR TYPE int4 USING btree AS
              OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
              FUNCTION 1 compared(int, int);
            CREATE INDEX sorted ON people (id theirs);
            """);
    Finding finding = shop.look(new Corruption());
    assertThat(finding.verdict()).isEqualTo(PASSED);
    assertThat(finding.evidence())
        .anyMatch(it -> it.source().contains("bt_index_check"))
        .anyMatch(it -> it.source().contains("verify_heapam"));
    shop.sql(
        "CREATE OR REPLACE FUNCTION compared(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE"
            + " STRICT AS 'SELECT btint4cmp(b, a)'");
    assertThat(Shop.failure(shop.look(new Corruption())))
        .startsWith("index public.sorted: ")
        .contains("item order invariant violated");
  }

  /** A row that no index has: a key that is looked up by it would not be found. */
  @Test
  void corruptionFailsByARowThatAnIndexLacks() {
    Shop shop = Shop.open(url, "CREATE EXTENSION amcheck", "CREATE INDEX part ON people (login)");
    shop.sql("UPDATE pg_index SET indisready = false WHERE indexrelid = 'part'::regclass");
    shop.sql("INSERT INTO people VALUES (1000, 'not in the index')");
    shop.sql("UPDATE pg_index SET indisready = true WHERE indexrelid = 'part'::regclass");
    assertThat(Shop.failure(shop.look(new Corruption())))
        .startsWith("index public.part: ")
        .contains("lacks matching index tuple");
  }

  @Test
  void keysFailByAnOrphan() {
    Shop shop = Shop.open(url);
    assertThat(shop.look(new ReferentialIntegrity()).verdict()).isEqualTo(PASSED);
    shop.sql("SET session_replication_role = replica; INSERT INTO orders VALUES (1000, 1000)");
    assertThat(Shop.failure(shop.look(new ReferentialIntegrity())))
        .isEqualTo("public.orders.buyer has 1 row without a parent");
  }

  @Test
  void keysFailByOneThatIsNotValid() {
    Shop shop = Shop.open(url);
    shop.sql(
        "ALTER TABLE orders DROP CONSTRAINT buyer, ADD CONSTRAINT buyer FOREIGN KEY (person)"
            + " REFERENCES people NOT VALID");
    assertThat(Shop.failure(shop.look(new ReferentialIntegrity())))
        .startsWith("public.orders.buyer is NOT VALID");
    shop.start();
    assertThat(Shop.open(shop.look(new ReferentialIntegrity()))).endsWith("as before the run");
  }

  @Test
  void keysFailByTriggersThatAreOff() {
    Shop shop =
        Shop.open(
            url,
            "CREATE TRIGGER told BEFORE UPDATE ON people FOR EACH ROW"
                + " EXECUTE FUNCTION suppress_redundant_updates_trigger()");
    assertThat(shop.look(new ReferentialIntegrity()).verdict()).isEqualTo(PASSED);
    shop.sql("ALTER TABLE people DISABLE TRIGGER ALL");
    assertThat(Shop.failure(shop.look(new ReferentialIntegrity())))
        .contains("public.orders.buyer is not enforced: its triggers are disabled on public.people")
        .contains("triggers are disabled: public.people.told");
  }

  @Test
  void keysOfSeveralColumnsAndOfPartitionsAreLookedThrough() {
    Shop shop =
        Shop.open(
            url,
            """
            ALTER TABLE people ADD UNIQUE (id, login);
            ALTER TABLE orders ADD a int, ADD b text;
            ALTER TABLE orders ADD CONSTRAINT both_of FOREIGN KEY (a, b) REFERENCES people (id, login);
            CREATE TABLE parts (id int, person int REFERENCES people) PARTITION BY RANGE (id);
            CREATE TABLE first PARTITION OF parts FOR VALUES FROM (0) TO (10);
            INSERT INTO parts VALUES (1, 1);
            """);
    assertThat(shop.look(new ReferentialIntegrity()).verdict()).isEqualTo(PASSED);
    shop.sql(
        """
        SET session_replication_role = replica;
        UPDATE orders SET a = 1, b = 'nobody' WHERE id = 1;
        UPDATE orders SET a = 1 WHERE id = 2;
        INSERT INTO parts VALUES (2, 5000);
        """);
    assertThat(Shop.failure(shop.look(new ReferentialIntegrity())))
        .isEqualTo(
            "public.orders.both_of has 1 row without a parent;"
                + " public.parts.parts_person_fkey has 1 row without a parent");
  }

  @Test
  void consistencyFailsByRowsThatAreGone() {
    Shop shop = Shop.open(url);
    assertThat(shop.look(new Consistency()).verdict()).isEqualTo(PASSED);
    shop.sql("TRUNCATE orders");
    assertThat(Shop.failure(shop.look(new Consistency())))
        .isEqualTo("public.orders has 0 rows, at the start it had about 300");
  }

  @Test
  void consistencyFailsByTheShareOfRowsThatAreGone() {
    Shop shop =
        Shop.open(
            url,
            "INSERT INTO orders SELECT n, 1 FROM generate_series(1001, 21000) n; ANALYZE orders");
    shop.sql("DELETE FROM orders WHERE id > 5000");
    assertThat(Shop.failure(shop.look(new Consistency())))
        .startsWith("public.orders has 4,300 rows, at the start it had about 20,300");
  }

  @Test
  void whatBothShapesChangedIsForAPerson() {
    Shop shop = Shop.open(url);
    shop.sql(
        "CREATE SCHEMA ripcord; CREATE TABLE ripcord.sync_conflict (table_name text);"
            + " INSERT INTO ripcord.sync_conflict VALUES ('people')");
    Finding finding = shop.look(new Consistency());
    assertThat(Shop.open(finding)).contains("1 row of people changed inconsistently");
    shop.journal(Entry.Kind.VALIDATION, "validation-14", ValidationJson.line(finding));
    shop.sql("DROP SCHEMA ripcord CASCADE");
    assertThat(Shop.open(shop.look(new Consistency()))).contains("1 row changed inconsistently");
  }

  @Test
  void whatWasKeptAsideIsForAPerson() {
    Shop shop = Shop.open(url);
    shop.sql("CREATE SCHEMA ripcord_kept; CREATE TABLE ripcord_kept.people_nick AS SELECT 1 AS id");
    assertThat(Shop.open(shop.look(new Consistency())))
        .startsWith("ripcord_kept.people_nick keeps 1 row that the old shape cannot hold");
  }
}
