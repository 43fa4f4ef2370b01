package dev.ripcord.migration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a hook does. */
public sealed interface HookAction {
  /** Every text in which secrets may stand. */
  List<Template> templates();

  /**
   * A command line, run by {@code /bin/sh -c}.
   *
   * @param command without secrets: those come by the environment
   * @param env variables by name
   */
  record Shell(String command, Map<String, Template> env) implements HookAction {
    public Shell {
      env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    }

    @Override
    public List<Template> templates() {
      return List.copyOf(env.values());
    }
  }

  /**
   * A request.
   *
   * @param headers by name
   * @param body if not the facts of the run as JSON
   * @param expect the statuses that mean success
   */
  record Http(
      String method,
      Template url,
      Map<String, Template> headers,
      Optional<Template> body,
      Statuses expect)
      implements HookAction {
    /** A request without a body. */
    public static final List<String> WITHOUT_BODY = List.of("GET", "HEAD", "DELETE");

    public Http {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    @Override
    public List<Template> templates() {
      return Stream.of(Stream.of(url), headers.values().stream(), body.stream())
          .flatMap(templates -> templates)
          .toList();
    }
  }
}
