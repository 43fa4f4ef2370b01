package dev.ripcord.metric;

import dev.ripcord.exchange.Address;
import dev.ripcord.exchange.Fetch;
import dev.ripcord.migration.Check;
import dev.ripcord.migration.Measure;
import dev.ripcord.migration.Template;
import dev.ripcord.secret.Secrets;
import java.time.Duration;
import java.util.Map;

/** Sends one request, to see whether somebody answers. */
public final class Knock {
  private static final int LARGEST = 64 * 1024;

  private Knock() {}

  /** What came of it. Never throws for what is on the other side. */
  public sealed interface Heard {
    /** Somebody answered. */
    record Status(int status, Duration took) implements Heard {}

    /** Nobody did; redacted text. */
    record Silent(String why) implements Heard {}

    /** Nobody was asked, which says nothing of the other side; redacted text. */
    record NotAsked(String why) implements Heard {}
  }

  /** The address of a probe, without what may be secret. */
  public static String shown(Measure.Target target) {
    return Address.shown(target.url().text());
  }

  /** Asks as a probe does. */
  public static Heard at(Measure.Target target, Secrets secrets) {
    return at(new Asked(target.url(), target.headers(), secrets), target.timeout());
  }

  /** Asks as a check does. */
  public static Heard at(Check.Http check, Secrets secrets) {
    return at(
        new Asked(new Template(check.url().replace("${", "$${")), Map.of(), secrets),
        check.timeout());
  }

  private static Heard at(Asked asked, Duration timeout) {
    return switch (asked.get(uri -> uri, timeout, LARGEST)) {
      case Asked.Heard.NotAsked it -> new Heard.NotAsked(it.why());
      case Asked.Heard.Fetched it ->
          switch (it.answer()) {
            case Fetch.Fetched.Given given -> new Heard.Status(given.status(), given.took());
            case Fetch.Fetched.Late late ->
                new Heard.Silent("no answer within " + Words.seconds(timeout));
            case Fetch.Fetched.Broken broken ->
                broken.here()
                    ? new Heard.NotAsked(broken.reason())
                    : new Heard.Silent(broken.reason());
            case Fetch.Fetched.Unsendable unsendable ->
                new Heard.NotAsked("a header or the address holds what none may hold");
            case Fetch.Fetched.Interrupted interrupted -> new Heard.NotAsked("interrupted");
          };
    };
  }
}
