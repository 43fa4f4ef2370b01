package dev.ripcord.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.Session;
import dev.ripcord.postgres.TestDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever a client writes in the new type, the old one takes something, or 'down:' is asked for.
 */
@ExtendWith(TestDatabase.Extension.class)
class CastBackTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      value = {
        "numeric(10,2) § numeric(14,2) § 99999999.994 § 99999999.99 § 99999999.99",
        "numeric(10,2) § numeric(14,2) § 99999999.995 § 99999999.99 § NULL",
        "numeric(10,2) § numeric(14,2) § -123456789012 § -99999999.99 § NULL",
        "numeric(5,-2) § numeric § 9999949 § 9999900 § 9999900",
        "numeric(5,-2) § numeric § -12345678 § -9999900 § NULL",
        "numeric(10,2) § numeric § NaN § NaN § NaN",
        "numeric(10,2) § numeric § Infinity § 99999999.99 § NULL",
        "numeric(10,2) § double precision § -Infinity § -99999999.99 § NULL",
        "numeric(3,0) § bigint § 1000 § 999 § NULL",
        "integer § bigint § 5000000000 § 2147483647 § NULL",
        "smallint § double precision § NaN § 32767 § NULL",
        "varchar(3) § text § abcdef § abc § abc",
        "date § timestamptz § infinity § infinity § infinity",
      })
  void everyValueHasACounterpart(
      String old,
      String fresh,
      String value,
      String mustBe,
      String mayBeNull,
      TestDatabase database) {
    try (Session session = database.open()) {
      assertThat(back(session, old, fresh, value, true)).isEqualTo(mustBe);
      assertThat(String.valueOf(back(session, old, fresh, value, false)))
          .isEqualTo(mayBeNull.replace("NULL", "null"));
    }
  }

  private static @Nullable String back(
      Session session, String old, String fresh, String value, boolean notNull) {
    String cast = CastBack.of("v", old, fresh, notNull, false).orElseThrow();
    return session.scalar(
        "SELECT ("
            + Types.cast(cast, old)
            + ")::text FROM (SELECT '"
            + value
            + "'::"
            + fresh
            + " AS v) AS t");
  }

  @Test
  void nothingIsMadeOfNothing(TestDatabase database) {
    try (Session session = database.open()) {
      for (String old : List.of("numeric(10,2)", "integer")) {
        String cast = CastBack.of("v", old, "numeric", true, false).orElseThrow();
        assertThat(
                session.scalar(
                    "SELECT " + Types.cast(cast, old) + " FROM (SELECT NULL::numeric AS v) AS t"))
            .isNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      value = {
        "integer § text",
        "uuid § text",
        "date § text",
        "boolean § text",
        "jsonb § text",
        "jsonb § json",
        "real § double precision",
        "double precision § numeric",
        "integer § integer[]",
        "mood § text",
        "numeric(10,2)[] § numeric(14,2)[]",
      })
  void otherwiseAPersonMustSayIt(String old, String fresh) {
    assertThat(CastBack.of("v", old, fresh, false, false)).isEmpty();
  }
}
