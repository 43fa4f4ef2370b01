package dev.ripcord.workload;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Values of PostgreSQL's own types. */
final class BaseValues {
  private BaseValues() {}

  /**
   * @param name as {@code pg_type.typname} has it
   * @param modifier {@code atttypmod}; -1 for none
   * @param indexed so that no value is too large for a page of an index
   * @return empty for a type that we do not know
   */
  static Optional<ValueSource> of(String name, int modifier, boolean indexed) {
    ValueSource source =
        switch (name) {
          case "int2" -> random -> integer(random, Short.MIN_VALUE, Short.MAX_VALUE);
          case "int4" -> random -> integer(random, Integer.MIN_VALUE, Integer.MAX_VALUE);
          case "int8" -> random -> integer(random, Long.MIN_VALUE, Long.MAX_VALUE);
          case "oid", "xid", "cid" -> random -> String.valueOf(random.nextInt(1, 100_000));
          case "xid8" -> random -> String.valueOf(random.nextLong(1, 1L << 40));
          case "numeric" -> random -> numeric(random, modifier);
          case "float4", "float8" -> BaseValues::floating;
          case "money" -> random -> String.valueOf(random.nextInt(100_000) / 100.0);
          case "bool" -> random -> random.nextBoolean() ? "t" : "f";
          case "text", "citext" -> random -> text(random, indexed ? 600 : 2000);
          case "varchar" -> random -> varchar(random, modifier, indexed);
          case "bpchar" -> random -> character(random, modifier);
          case "name" -> random -> Texts.atMost(Texts.words(random), 60);
          case "char" -> random -> Texts.ofLength(1, random);
          case "uuid" -> random -> new UUID(random.nextLong(), random.nextLong()).toString();
          case "bytea" -> random -> "\\x" + HexFormat.of().formatHex(bytes(random));
          case "bit" -> random -> bits(random, Math.max(1, modifier));
          case "varbit" ->
              random -> bits(random, random.nextInt(1 + (modifier < 0 ? 64 : modifier)));
          default -> null;
        };
    return source == null ? more(name) : Optional.of(source);
  }

  /** Whole numbers far from the ends of their type, with which triggers may compute. */
  static String moderate(RandomGenerator random) {
    return String.valueOf(random.nextInt(-1, 10_000));
  }

  private static Optional<ValueSource> more(String name) {
    ValueSource source =
        switch (name) {
          case "date" -> random -> date(random).toString();
          case "time" -> random -> time(random).toString();
          case "timetz" -> random -> time(random) + "+05:45";
          case "timestamp" -> random -> date(random) + " " + time(random);
          case "timestamptz" -> random -> date(random) + " " + time(random) + "+00";
          case "interval" -> BaseValues::interval;
          case "json", "jsonb" -> BaseValues::json;
          case "jsonpath" -> random -> "$." + Texts.word(random);
          case "xml" -> random -> "<" + Texts.word(random) + "/>";
          case "inet" -> BaseValues::address;
          case "cidr" ->
              random -> "10." + random.nextInt(256) + "." + random.nextInt(256) + ".0/24";
          case "macaddr" -> random -> mac(random, 6);
          case "macaddr8" -> random -> mac(random, 8);
          case "tsvector" -> random -> Texts.word(random) + " " + Texts.word(random);
          case "tsquery" -> random -> Texts.word(random) + " & " + Texts.word(random);
          case "hstore" -> random -> Texts.word(random) + "=>" + random.nextInt(100);
          case "ltree" -> random -> Texts.word(random) + "." + Texts.word(random);
          case "pg_lsn" -> random -> "0/" + Integer.toHexString(random.nextInt(1 << 30));
          default -> geometric(name);
        };
    return Optional.ofNullable(source);
  }

  private static @org.jspecify.annotations.Nullable ValueSource geometric(String name) {
    return switch (name) {
      case "point" -> BaseValues::point;
      case "lseg", "box" -> random -> point(random) + "," + point(random);
      case "path", "polygon" ->
          random -> "(" + point(random) + "," + point(random) + "," + point(random) + ")";
      case "circle" -> random -> "<" + point(random) + "," + random.nextInt(1, 100) + ">";
      case "line" -> random -> "{1," + random.nextInt(1, 100) + "," + random.nextInt(100) + "}";
      default -> null;
    };
  }

  private static String integer(RandomGenerator random, long least, long most) {
    int kind = random.nextInt(100);
    if (kind < 80) {
      return String.valueOf(random.nextInt(0, 10_000));
    }
    if (kind < 84) {
      return String.valueOf(
          switch (kind) {
            case 80 -> least;
            case 81 -> most;
            case 82 -> 0;
            default -> -1;
          });
    }
    // most.. overflows nothing: the halves keep sums within the type
    return String.valueOf(random.nextLong(least / 2, most / 2));
  }

  /** The modifier holds precision and scale, plus 4; since version 15 a scale may be negative. */
  private static String numeric(RandomGenerator random, int modifier) {
    if (modifier < 0) {
      return BigDecimal.valueOf(random.nextLong(-1_000_000, 100_000_000), random.nextInt(7))
          .toPlainString();
    }
    int precision = ((modifier - 4) >> 16) & 0xffff;
    int scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
    BigInteger bound = BigInteger.TEN.pow(precision);
    BigInteger most = bound.subtract(BigInteger.ONE);
    int kind = random.nextInt(50);
    BigInteger digits =
        switch (kind) {
          case 0 -> most;
          case 1 -> most.negate();
          case 2 -> BigInteger.ZERO;
          default ->
              new BigInteger(random.nextInt(1, Math.max(2, bound.bitLength())), new Bits(random))
                  .min(most);
        };
    return new BigDecimal(digits, scale).toPlainString();
  }

  /** BigInteger wants the old class. */
  private static final class Bits extends java.util.Random {
    private static final long serialVersionUID = 1L;

    Bits(RandomGenerator random) {
      super(random.nextLong());
    }
  }

  private static String floating(RandomGenerator random) {
    return random.nextInt(20) == 0 ? "-0.5e-10" : String.valueOf(random.nextInt(1 << 20) / 8.0);
  }

  private static String text(RandomGenerator random, int most) {
    return random.nextInt(100) == 0 ? Texts.ofLength(most, random) : Texts.any(random);
  }

  private static String varchar(RandomGenerator random, int modifier, boolean indexed) {
    if (modifier < 0) {
      return text(random, indexed ? 600 : 2000);
    }
    int limit = modifier - 4;
    if (random.nextInt(50) == 0) {
      return Texts.ofLength(Math.min(limit, indexed ? 2000 : 20_000), random);
    }
    return Texts.atMost(Texts.any(random), limit);
  }

  private static String character(RandomGenerator random, int modifier) {
    int length = modifier < 0 ? 1 : modifier - 4;
    return random.nextInt(4) == 0
        ? Texts.atMost(Texts.any(random), length)
        : Texts.ofLength(Math.min(length, 2000), random);
  }

  private static byte[] bytes(RandomGenerator random) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String bits(RandomGenerator random, int length) {
    StringBuilder bits = new StringBuilder();
    for (int i = 0; i < length; i++) {
      bits.append(random.nextBoolean() ? '1' : '0');
    }
    return bits.toString();
  }

  /** Mostly of our years, with the ends that systems know. */
  static LocalDate date(RandomGenerator random) {
    return switch (random.nextInt(100)) {
      case 0 -> LocalDate.of(1, 1, 1);
      case 1 -> LocalDate.of(9999, 12, 31);
      case 2 -> LocalDate.of(2024, 2, 29);
      case 3 -> LocalDate.of(1970, 1, 1);
      default -> LocalDate.of(2015, 1, 1).plusDays(random.nextInt(4000));
    };
  }

  private static LocalTime time(RandomGenerator random) {
    return LocalTime.ofNanoOfDay(random.nextLong(86_400L * 1_000_000) * 1_000);
  }

  private static String interval(RandomGenerator random) {
    return "%d months %d days %d seconds"
        .formatted(random.nextInt(-3, 30), random.nextInt(60), random.nextInt(86_400));
  }

  private static String json(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> "{}";
      case 1 -> "[]";
      case 2 -> "null";
      case 3 -> "\"O'Brien \\\"x\\\" \\\\ é\"";
      case 4 -> String.valueOf(random.nextInt());
      default ->
          "{\"%s\": %d, \"tags\": [\"%s\", null, true], \"in\": {\"n\": %d}}"
              .formatted(
                  Texts.word(random), random.nextInt(1000), Texts.word(random), random.nextInt(9));
    };
  }

  private static String address(RandomGenerator random) {
    return random.nextInt(5) == 0
        ? "2001:db8::" + Integer.toHexString(random.nextInt(1, 65_536))
        : "192.168." + random.nextInt(256) + "." + random.nextInt(256);
  }

  private static String mac(RandomGenerator random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return HexFormat.ofDelimiter(":").formatHex(bytes);
  }

  private static String point(RandomGenerator random) {
    return "(" + random.nextInt(1000) / 4.0 + "," + random.nextInt(1000) / 4.0 + ")";
  }
}
