package dev.ripcord.metric;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what Prometheus answers. Texts are not redacted yet. */
final class PrometheusAnswer {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?");
  private static final Pattern NOT_FINITE = Pattern.compile("NaN|[+-]?Inf");
  private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

  private PrometheusAnswer() {}

  /** Of an instant query. */
  static Reading instant(String text) {
    try {
      JsonNode data = data(text);
      return switch (data.path("resultType").asString("")) {
        case "scalar" -> value(data.path("result"));
        case "vector" -> only(data.path("result"));
        case "matrix" -> throw new Unusable("the query answers with a range, expected one number");
        case "string" -> throw new Unusable("the query answers with a text, expected one number");
        default -> throw new Unusable("an answer of Prometheus without a known type");
      };
    } catch (Unusable e) {
      return new Reading.Down(e.why);
    }
  }

  /** Of a range query. */
  static History.Past range(String text) {
    try {
      JsonNode data = data(text);
      if (!data.path("resultType").asString("").equals("matrix")) {
        throw new Unusable("no range came, expected one series");
      }
      JsonNode series = one(data.path("result"));
      List<Reading.Value> values = new ArrayList<>();
      for (JsonNode point : series.path("values")) {
        if (value(point) instanceof Reading.Value value) {
          values.add(value);
        }
      }
      return new History.Past.Values(values);
    } catch (Unusable e) {
      return new History.Past.Unknown(e.why);
    }
  }

  /** What an error says. */
  static Optional<String> error(String text) {
    try {
      JsonNode error = MAPPER.readTree(text).path("error");
      return error.isString() ? Optional.of(error.asString()) : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static JsonNode data(String text) throws Unusable {
    try {
      JsonNode root = MAPPER.readTree(text);
      String status = root.path("status").asString("");
      if (status.equals("error")) {
        throw new Unusable("Prometheus says: " + root.path("error").asString("an error"));
      }
      if (!status.equals("success") || !root.path("data").isObject()) {
        throw new Unusable("this is no answer of Prometheus");
      }
      return root.path("data");
    } catch (JacksonException e) {
      throw new Unusable("this is no answer of Prometheus: it is not JSON");
    }
  }

  private static Reading only(JsonNode result) throws Unusable {
    JsonNode series = one(result);
    if (series.isMissingNode()) {
      return new Reading.NoData("the query finds no series");
    }
    if (series.has("histogram")) {
      throw new Unusable("the query answers with a histogram, expected one number");
    }
    return value(series.path("value"));
  }

  private static JsonNode one(JsonNode result) throws Unusable {
    if (!result.isArray()) {
      throw new Unusable("this is no answer of Prometheus: it has no result");
    }
    if (result.size() > 1) {
      throw new Unusable(
          "the query finds " + result.size() + " series, expected one: sum(...) or a label tells");
    }
    return result.path(0);
  }

  private static Reading value(JsonNode point) throws Unusable {
    if (!point.isArray()
        || point.size() != 2
        || !point.get(0).isNumber()
        || !point.get(1).isString()) {
      throw new Unusable("this is no answer of Prometheus: no pair of time and value");
    }
    String number = point.get(1).asString();
    if (NOT_FINITE.matcher(number).matches()) {
      return new Reading.NoData("the value is " + number);
    }
    OptionalDouble value = finite(number);
    if (value.isEmpty()) {
      throw new Unusable("this is no answer of Prometheus: a value is no number");
    }
    return new Reading.Value(at(point.get(0).decimalValue()), value.getAsDouble());
  }

  private static Instant at(BigDecimal seconds) throws Unusable {
    if (seconds.signum() < 0 || seconds.compareTo(LATEST) > 0) {
      throw new Unusable("this is no answer of Prometheus: a time is none");
    }
    try {
      return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
    } catch (DateTimeException e) {
      throw new Unusable("this is no answer of Prometheus: a time is none");
    }
  }

  /** A number in plain or scientific notation, if a double can hold it. */
  static OptionalDouble finite(String text) {
    if (text.length() > 400 || !NUMBER.matcher(text).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Why an answer says nothing; never leaves this class. */
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    Unusable(String why) {
      super(why, null, false, false);
      this.why = why;
    }
  }
}
