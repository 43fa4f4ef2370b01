package dev.ripcord.hook;

import dev.ripcord.exchange.Address;
import dev.ripcord.exchange.Answer;
import dev.ripcord.exchange.Exchange;
import dev.ripcord.exchange.Sent;
import dev.ripcord.migration.Hook;
import dev.ripcord.migration.HookAction;
import dev.ripcord.plan.CanonicalJson;
import dev.ripcord.secret.Filling;
import dev.ripcord.secret.Redactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Sends the request of a hook once. */
final class Request {
  private final Filling filling;
  private final List<String> hidden;

  Request(Filling filling, List<String> hidden) {
    this.filling = filling;
    this.hidden = new ArrayList<>(hidden);
  }

  Attempt send(HookAction.Http http, Hook hook, HookContext context) {
    String what = http.method() + " " + Address.shown(http.url().text());
    Optional<Address> address = Address.parse(filling.address(http.url()));
    if (address.isEmpty()) {
      return new Attempt.Broken(what + " has no address of http or https", "", false);
    }
    Map<String, String> headers = headers(http, hook, context, address.get());
    Optional<String> body =
        HookAction.Http.WITHOUT_BODY.contains(http.method())
            ? Optional.empty()
            : Optional.of(
                http.body().map(filling::text).orElseGet(() -> facts(context.facts(hook))));
    Sent sent = new Sent(http.method(), address.get().uri(), headers, body);
    Answer answer =
        Exchange.send(sent, http.expect()::contain, hook.timeout(), new Redactor(hidden));
    return switch (answer) {
      case Answer.Given it -> judged(it, http, what);
      case Answer.Late it -> new Attempt.Late(it.body());
      case Answer.Broken it -> new Attempt.Broken(what + ": " + it.reason(), it.body(), true);
      case Answer.Unsendable it ->
          new Attempt.Broken(
              what + " cannot be sent: a header or the address holds what none may hold",
              "",
              false);
      case Answer.Interrupted it -> new Attempt.Interrupted(it.body());
    };
  }

  private static Attempt judged(Answer.Given answer, HookAction.Http http, String what) {
    return http.expect().contain(answer.status())
        ? new Attempt.Done(answer.body())
        : new Attempt.Broken(
            what
                + " answered "
                + answer.status()
                + (answer.status() / 100 == 3 ? ", a redirect that is not followed" : "")
                + ", expected "
                + http.expect(),
            answer.body(),
            true);
  }

  private Map<String, String> headers(
      HookAction.Http http, Hook hook, HookContext context, Address address) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("User-Agent", "ripcord");
    headers.put("Idempotency-Key", context.id(hook));
    if (!HookAction.Http.WITHOUT_BODY.contains(http.method())) {
      headers.put("Content-Type", "application/json");
    }
    address
        .credentials()
        .ifPresent(
            credentials -> {
              hidden.add(credentials);
              headers.put("Authorization", "Basic " + credentials);
            });
    http.headers().forEach((name, value) -> headers.put(name, filling.text(value)));
    return headers;
  }

  private static String facts(Map<String, String> facts) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    facts.forEach(node::put);
    return CanonicalJson.writeLine(node);
  }
}
