package dev.ripcord.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ripcord.postgres.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Extension.class)
class NarrowingTest {
  @Test
  void firesOnAWiderInteger(TestDatabase database) {
    assertThat(
            Judged.messages(
                new Narrowing(),
                Judged.plan(
                    database,
                    """
            - change_type:
                table: users
                column: visits
                type: int8
          """)))
        .singleElement()
        .asString()
        .contains("expand-01", "visits of public.users (integer)", "ripcord_kept");
  }

  @Test
  void firesOnALongerString(TestDatabase database) {
    assertThat(
            Judged.messages(
                new Narrowing(),
                Judged.plan(
                    database,
                    """
            - change_type:
                table: users
                column: code
                type: text
          """)))
        .singleElement()
        .asString()
        .contains("expand-01", "code of public.users (character varying(20))");
  }

  @Test
  void firesOnAFinerNumber(TestDatabase database) {
    assertThat(
            Judged.messages(
                new Narrowing(),
                Judged.plan(
                    database,
                    """
            - change_type:
                table: users
                column: price
                type: numeric(10,4)
          """)))
        .singleElement()
        .asString()
        .contains("price of public.users");
  }

  @Test
  void firesOnAMomentInsteadOfADay(TestDatabase database) {
    assertThat(
            Judged.messages(
                new Narrowing(),
                Judged.plan(
                    database,
                    """
            - change_type:
                table: users
                column: born
                type: timestamptz
          """)))
        .singleElement()
        .asString()
        .contains("born of public.users");
  }

  @Test
  void firesOnStringsThatTogetherAreTooLong(TestDatabase database) {
    assertThat(
            Judged.messages(
                new Narrowing(),
                Judged.plan(
                    database,
                    """
            - transform:
                table: users
                from: [code]
                to:
                  - column: first
                    type: varchar(15)
                    up: code
                  - column: last
                    type: varchar(15)
                    up: code
                down:
                  code: first || last
          """)))
        .singleElement()
        .asString()
        .contains("code of public.users");
  }

  @Test
  void keepsQuietOnStringsThatFitTogether(TestDatabase database) {
    assertThat(
            Judged.messages(
                new Narrowing(),
                Judged.plan(
                    database,
                    """
            - transform:
                table: users
                from: [code]
                to:
                  - column: first
                    type: varchar(10)
                    up: code
                  - column: last
                    type: varchar(10)
                    up: code
                down:
                  code: first || last
          """)))
        .isEmpty();
  }

  @Test
  void keepsQuietOnANarrowerInteger(TestDatabase database) {
    assertThat(
            Judged.messages(
                new Narrowing(),
                Judged.plan(
                    database,
                    """
            - change_type:
                table: users
                column: visits
                type: smallint
          """)))
        .isEmpty();
  }

  @Test
  void keepsQuietWhenDownCutsToWhatFits(TestDatabase database) {
    assertThat(
            Judged.messages(
                new Narrowing(),
                Judged.plan(
                    database,
                    """
            - change_type:
                table: users
                column: price
                type: numeric(8,2)
          """)))
        .isEmpty();
  }
}
