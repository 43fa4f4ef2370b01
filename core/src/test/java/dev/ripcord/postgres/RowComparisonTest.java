package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.schema.RowDifference;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.schema.TableDifference;
import dev.ripcord.sql.QualifiedName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowComparisonTest {
  private FreshDatabase one;
  private FreshDatabase other;
  private Session left;
  private Session right;

  @BeforeEach
  void connect() {
    String setup =
        """
        CREATE TABLE keyed (name text, id int, amount numeric, note text, PRIMARY KEY (name, id));
        INSERT INTO keyed SELECT chr(60 + i % 60) || 'ä€😀', i, i, 'n' || i
          FROM generate_series(1, 5000) i;
        CREATE TABLE loose (a int, b text);
        INSERT INTO loose SELECT i % 10, 'x' FROM generate_series(1, 3000) i;
        CREATE TABLE parted (id int PRIMARY KEY, b int) PARTITION BY RANGE (id);
        CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (100);
        INSERT INTO parted SELECT i, i FROM generate_series(1, 9) i;
        """;
    one = FreshDatabase.create(setup);
    other = FreshDatabase.create(setup);
    left = one.open();
    right = other.open();
  }

  @AfterEach
  void disconnect() {
    left.close();
    right.close();
    one.close();
    other.close();
  }

  private TableDifference compare(String table, int examples) {
    Snapshot.Table found =
        CatalogReader.snapshot(left).table(QualifiedName.of("public", table)).orElseThrow();
    return RowComparison.compare(left, right, found, examples);
  }

  @Test
  void theSameRowsAreTheSame() {
    assertThat(compare("keyed", 10).isEmpty()).isTrue();
    assertThat(compare("loose", 10).isEmpty()).isTrue();
    assertThat(compare("parted", 10).isEmpty()).isTrue();
  }

  @Test
  void namesRowsByTheirKeyAndCellsByTheirColumn() {
    right.execute(
        """
        UPDATE keyed SET note = NULL, amount = 17.0 WHERE id = 17;
        DELETE FROM keyed WHERE id = 4000;
        INSERT INTO keyed VALUES ('Zoë', 1, 1, 'new'), ('', 1, 1, 'new');
        """);

    TableDifference difference = compare("keyed", 10);

    assertThat(difference.missing()).isEqualTo(1);
    assertThat(difference.extra()).isEqualTo(2);
    assertThat(difference.changed()).isEqualTo(1);
    assertThat(difference.examples())
        .extracting(RowDifference::toString)
        .containsExactlyInAnyOrder(
            "name=, id=1 is new",
            "name=Zoë, id=1 is new",
            "name=dä€😀, id=4000 is missing",
            "name=Mä€😀, id=17: amount was '17', is '17.0', note was 'n17', is NULL");
  }

  @Test
  void countsExactlyAndNamesAFew() {
    right.execute("UPDATE keyed SET amount = amount + 1 WHERE id <= 2500; DELETE FROM parted");

    assertThat(compare("keyed", 3).changed()).isEqualTo(2500);
    assertThat(compare("keyed", 3).examples()).hasSize(3);
    assertThat(compare("parted", 0).missing()).isEqualTo(9);
    assertThat(compare("parted", 0).examples()).isEmpty();
  }

  @Test
  void withoutAKeyCountsHowOftenARowIsThere() {
    right.execute(
        """
        DELETE FROM loose WHERE ctid IN (SELECT ctid FROM loose WHERE a = 3 LIMIT 2);
        INSERT INTO loose VALUES (4, 'x'), (NULL, NULL);
        """);

    TableDifference difference = compare("loose", 10);

    assertThat(difference.changed()).isZero();
    assertThat(difference.examples())
        .extracting(RowDifference::toString)
        .containsExactlyInAnyOrder(
            "a=3, b=x is missing",
            "a=3, b=x is missing",
            "a=4, b=x is new",
            "a=null, b=null is new");
  }

  @Test
  void theOrderOfColumnsDoesNotMatter() {
    right.execute(
        """
        ALTER TABLE loose RENAME TO before;
        CREATE TABLE loose (b text, more int, a int);
        INSERT INTO loose SELECT b, 5, a FROM before;
        """);

    assertThat(compare("loose", 10).isEmpty()).isTrue();
  }
}
