package dev.ripcord.escalate;

import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.plan.JsonFields;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who was asked on which channel, and who confirmed. A code is kept as its hash, so that nobody
 * reads here what only the message says.
 */
public record Confirmations(String migration, List<Asked> asked) {
  private static final String FORMAT = "ripcord-contacts/1";

  public Confirmations {
    asked = List.copyOf(asked);
  }

  /**
   * One test message that was sent.
   *
   * @param hash of its code
   */
  public record Asked(
      String contact, String channel, Instant at, String hash, Optional<Confirmed> confirmed) {}

  /** Somebody typed the code. */
  public record Confirmed(String by, Instant at) {}

  /** Nobody was asked. */
  public static Confirmations none(String migration) {
    return new Confirmations(migration, List.of());
  }

  /** Of each contact and channel the newest message that was sent counts. */
  public Confirmations with(List<ContactTest.Result> results, Instant now) {
    List<Asked> all = new ArrayList<>(asked);
    for (ContactTest.Result result : results) {
      if (result.sent()) {
        String contact = result.contact().key();
        String channel = result.delivery().channel();
        all.removeIf(each -> each.contact().equals(contact) && each.channel().equals(channel));
        all.add(new Asked(contact, channel, now, hash(result.code()), Optional.empty()));
      }
    }
    return new Confirmations(migration, all);
  }

  /** With a code confirmed; nothing if no message had this code. */
  public Optional<Confirmations> confirmed(String code, String by, Instant now) {
    String hash = hash(code.strip().toUpperCase(Locale.ROOT));
    if (asked.stream().noneMatch(each -> each.hash().equals(hash))) {
      return Optional.empty();
    }
    return Optional.of(
        new Confirmations(
            migration,
            asked.stream()
                .map(
                    each ->
                        each.hash().equals(hash) && each.confirmed().isEmpty()
                            ? new Asked(
                                each.contact(),
                                each.channel(),
                                each.at(),
                                hash,
                                Optional.of(new Confirmed(by, now)))
                            : each)
                .toList()));
  }

  /** What was asked on a channel. */
  public Optional<Asked> find(String contact, String channel) {
    return asked.stream()
        .filter(each -> each.contact().equals(contact) && each.channel().equals(channel))
        .findFirst();
  }

  private static String hash(String code) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** As text, with a final line end. */
  public String write() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT).put("migration", migration);
    ArrayNode list = root.putArray("asked");
    for (Asked each : asked) {
      ObjectNode one =
          list.addObject()
              .put("contact", each.contact())
              .put("channel", each.channel())
              .put("at", each.at().toString())
              .put("code_sha256", each.hash());
      each.confirmed()
          .ifPresent(
              by -> one.putObject("confirmed").put("by", by.by()).put("at", by.at().toString()));
    }
    return CanonicalJson.write(root);
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws RipcordException if it is anything else
   */
  public static Confirmations read(String text) {
    try {
      JsonNode root = CanonicalJson.read(text);
      if (!JsonFields.text(root, "format").equals(FORMAT)) {
        throw new IllegalArgumentException("its format is not " + FORMAT);
      }
      return new Confirmations(
          JsonFields.text(root, "migration"),
          JsonFields.list(
              root,
              "asked",
              each ->
                  new Asked(
                      JsonFields.text(each, "contact"),
                      JsonFields.text(each, "channel"),
                      Instant.parse(JsonFields.text(each, "at")),
                      JsonFields.text(each, "code_sha256"),
                      Optional.ofNullable(each.get("confirmed"))
                          .map(
                              by ->
                                  new Confirmed(
                                      JsonFields.text(by, "by"),
                                      Instant.parse(JsonFields.text(by, "at")))))));
    } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
      throw new RipcordException(
          ProblemCode.INPUT,
          "the record of confirmed contacts cannot be read: " + e.getMessage(),
          e);
    }
  }
}
