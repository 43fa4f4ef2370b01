package dev.ripcord.metric;

import dev.ripcord.exchange.Text;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.problem.RipcordException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;

/** Asks the database, in a transaction that only reads. Its values are of the moment of asking. */
final class SqlSource implements Source {
  private final Desk desk;
  private final Question question;

  SqlSource(Desk desk, Question question) {
    this.desk = desk;
    this.question = question;
  }

  /** Makes a reading of what the database says. */
  interface Question {
    /**
     * @param now when the value is from
     */
    Reading ask(Desk.Questions questions, Instant now);
  }

  /** One row with one number. */
  static SqlSource of(String query, Duration timeout, Surroundings in) {
    return new SqlSource(
        new Desk(in.database(), timeout), (questions, now) -> number(questions.two(query), now));
  }

  private static Reading number(List<Desk.Found> rows, Instant now) {
    if (rows.isEmpty()) {
      return new Reading.NoData("the query finds no row");
    }
    if (rows.size() > 1) {
      return new Reading.Down("the query finds more than one row, expected one number");
    }
    Desk.Found row = rows.getFirst();
    if (row.width() != 1) {
      return new Reading.Down("the query has " + row.width() + " columns, expected one number");
    }
    return row.first() == null ? new Reading.NoData("the value is NULL") : value(row.first(), now);
  }

  static Reading value(String text, Instant now) {
    if (List.of("NaN", "Infinity", "-Infinity").contains(text)) {
      return new Reading.NoData("the value is " + text);
    }
    OptionalDouble value = PrometheusAnswer.finite(text);
    return value.isPresent()
        ? new Reading.Value(now, value.getAsDouble())
        : new Reading.Down(
            "the query answers " + Text.line(Text.plain(text)) + ", expected one number");
  }

  @Override
  public Reading read(Instant now) {
    try {
      return desk.read(questions -> question.ask(questions, now));
    } catch (DatabaseException e) {
      return new Reading.Down(words(e));
    } catch (RipcordException e) {
      return new Reading.Down("the database cannot be asked");
    }
  }

  /** The message of the server; it says ERROR before it and where behind it. */
  static String words(RipcordException failure) {
    String message = String.valueOf(failure.getMessage());
    return Text.line(
        Text.plain(message.lines().findFirst().orElse("").replaceFirst("^(ERROR|FATAL): ", "")));
  }

  @Override
  public void giveUp() {
    desk.giveUp();
  }

  @Override
  public void close() {
    desk.close();
  }
}
