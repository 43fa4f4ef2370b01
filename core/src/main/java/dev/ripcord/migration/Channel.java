package dev.ripcord.migration;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A way on which people are told. */
public sealed interface Channel {
  /** As contacts and messages name it. */
  String key();

  /** The word that files have for its type. */
  String type();

  /** How long it is tried. */
  Patience patience();

  /** Every text in which secrets may stand. */
  List<Template> templates();

  /** What must be known before it can be used. */
  default List<Template.Part> secrets() {
    return templates().stream().flatMap(template -> template.secrets().stream()).toList();
  }

  /**
   * How long a channel is tried.
   *
   * @param timeout of one attempt
   * @param retries after the first attempt
   */
  record Patience(Duration timeout, int retries) {
    /** Where a file says nothing. */
    public static final Patience DEFAULT = new Patience(Duration.ofSeconds(10), 5);
  }

  /** An incoming webhook of Slack, or of whatever takes the same: Mattermost, Rocket.Chat. */
  record Slack(String key, Template url, Patience patience) implements Channel {
    @Override
    public String type() {
      return "slack";
    }

    @Override
    public List<Template> templates() {
      return List.of(url);
    }
  }

  /** Any server that takes the documented JSON. */
  record Webhook(String key, Template url, Map<String, Template> headers, Patience patience)
      implements Channel {
    public Webhook {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    @Override
    public String type() {
      return "webhook";
    }

    @Override
    public List<Template> templates() {
      return with(url, headers);
    }
  }

  /**
   * E-mail.
   *
   * @param login if the server wants one
   * @param to who gets what is addressed to nobody in particular, beside the contacts
   */
  record Smtp(
      String key,
      Server server,
      Optional<Login> login,
      String from,
      List<String> to,
      Patience patience)
      implements Channel {
    public Smtp {
      to = List.copyOf(to);
    }

    @Override
    public String type() {
      return "smtp";
    }

    @Override
    public List<Template> templates() {
      return login.map(it -> List.of(it.user(), it.password())).orElse(List.of());
    }
  }

  /** Events of PagerDuty, version 2. */
  record PagerDuty(String key, Template url, Template routingKey, Patience patience)
      implements Channel {
    /** Where PagerDuty takes events. */
    public static final Template PUBLIC = new Template("https://events.pagerduty.com/v2/enqueue");

    @Override
    public String type() {
      return "pagerduty";
    }

    @Override
    public List<Template> templates() {
      return List.of(url, routingKey);
    }
  }

  /**
   * An Alertmanager, version 2 of its API.
   *
   * @param url up to where {@code /api/v2/alerts} begins
   */
  record Alertmanager(String key, Template url, Map<String, Template> headers, Patience patience)
      implements Channel {
    public Alertmanager {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    @Override
    public String type() {
      return "alertmanager";
    }

    @Override
    public List<Template> templates() {
      return with(url, headers);
    }
  }

  /**
   * A mail server.
   *
   * @param ca file with the certificates that are trusted; those of the Java runtime if absent
   */
  record Server(String host, int port, Tls tls, Optional<String> ca) {}

  /** Who sends. */
  record Login(Template user, Template password) {}

  /** How a mail server is spoken to. */
  enum Tls {
    /** In the open, then by TLS or not at all. */
    STARTTLS(587),
    /** By TLS from the first byte. */
    IMPLICIT(465),
    /** In the open. */
    NONE(25);

    private final int port;

    Tls(int port) {
      this.port = port;
    }

    /** Where such servers listen by default. */
    public int port() {
      return port;
    }

    /** As files have it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private static List<Template> with(Template url, Map<String, Template> headers) {
    List<Template> templates = new ArrayList<>(List.of(url));
    templates.addAll(headers.values());
    return List.copyOf(templates);
  }
}
