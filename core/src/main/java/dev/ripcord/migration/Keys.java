package dev.ripcord.migration;

import java.util.List;
import java.util.stream.Stream;

/**
 * The keys that one kind of mapping may have. The reader knows these and no others; the published
 * JSON Schema has a definition of the same name, and a test compares the two.
 */
record Keys(String name, List<String> required, List<String> optional) {
  static final Keys MIGRATION =
      new Keys(
          "migration",
          List.of("changes"),
          List.of(
              "migration",
              "description",
              "schema",
              "contacts",
              "channels",
              "escalation",
              "triggers",
              "recovery",
              "checks",
              "not_compared",
              "aftermath",
              "communication",
              "pace",
              "gates",
              "hooks",
              "watch",
              "metrics"));
  static final Keys CONTACT =
      new Keys(
          "contact", List.of(), List.of("title", "name", "phone", "email", "backup", "channels"));
  static final Keys SLACK =
      new Keys("slack_channel", List.of("type", "url"), List.of("timeout", "retries"));
  static final Keys WEBHOOK =
      new Keys("webhook_channel", List.of("type", "url"), List.of("headers", "timeout", "retries"));
  static final Keys SMTP =
      new Keys(
          "smtp_channel",
          List.of("type", "host", "from"),
          List.of("port", "tls", "ca", "user", "password", "to", "timeout", "retries"));
  static final Keys PAGERDUTY =
      new Keys(
          "pagerduty_channel",
          List.of("type", "routing_key"),
          List.of("url", "timeout", "retries"));
  static final Keys ALERTMANAGER =
      new Keys(
          "alertmanager_channel", List.of("type", "url"), List.of("headers", "timeout", "retries"));
  static final Keys LEVEL =
      new Keys("level", List.of(), List.of("trigger", "response_time", "contacts", "actions"));
  static final Keys TRIGGER =
      new Keys(
          "trigger",
          List.of(),
          List.of(
              "title",
              "condition",
              "auto_execute",
              "window",
              "contacts",
              "armed_in",
              "shadow",
              "enabled"));
  static final Keys RECOVERY =
      new Keys(
          "recovery",
          List.of(),
          List.of(
              "provider",
              "location",
              "config",
              "archive",
              "maximum_age",
              "take",
              "space",
              "archives",
              "validations"));
  static final Keys SQL_CHECK =
      new Keys("sql_check", List.of("title", "query", "expected"), List.of());
  static final Keys HTTP_CHECK =
      new Keys("http_check", List.of("title", "url"), List.of("status", "timeout"));
  static final Keys AFTERMATH =
      new Keys(
          "aftermath",
          List.of(),
          List.of("validations", "procedures", "thresholds", "watch", "assign"));
  static final Keys THRESHOLDS =
      new Keys(
          "thresholds",
          List.of(),
          List.of(
              "check_timeout",
              "settle",
              "error_rate",
              "response_time",
              "longest_transaction",
              "lock_wait",
              "idle_in_transaction",
              "connections",
              "cache_hit",
              "dead_rows",
              "changed_rows",
              "lost_rows",
              "slot_wal",
              "transaction_age"));
  static final Keys ASSIGNMENT = new Keys("assignment", List.of("procedure"), List.of("to", "due"));
  static final Keys COMMUNICATION =
      new Keys("communication", List.of(), List.of("channels", "messages"));
  static final Keys CHANNELS =
      new Keys("channels", List.of(), List.of("technical", "business", "executive"));
  static final Keys MESSAGE =
      new Keys("message", List.of("moment", "audience", "template"), List.of("channel"));
  static final Keys PACE =
      new Keys(
          "pace",
          List.of(),
          List.of(
              "lock_timeout", "lock_attempts", "batch_time", "workers", "share", "replica_lag"));

  static final Keys GATES =
      new Keys("gates", List.of(), List.of("expand", "migrate", "contract", "cleanup"));
  static final Keys HOOK =
      new Keys(
          "hook",
          List.of("name", "when"),
          List.of("shell", "env", "http", "timeout", "retries", "on_failure"));
  static final Keys HOOK_REQUEST =
      new Keys("hook_request", List.of("url"), List.of("method", "headers", "body", "expect"));
  static final Keys WATCH =
      new Keys(
          "watch",
          List.of(),
          List.of(
              "interval", "timeout", "stale_after", "minimum_samples", "baseline", "prometheus"));
  static final Keys BASELINE = new Keys("baseline", List.of(), List.of("over", "minimum_samples"));
  static final Keys PROMETHEUS = new Keys("prometheus", List.of("url"), List.of("headers"));
  static final Keys METRIC =
      new Keys(
          "metric",
          List.of(),
          List.of(
              "prometheus",
              "probe",
              "sql",
              "measure",
              "over",
              "expect",
              "every",
              "headers",
              "floor",
              "interval",
              "timeout",
              "stale_after",
              "minimum_samples"));

  /** Every kind of mapping with fixed keys, but for the changes. */
  static final List<Keys> OTHERS =
      List.of(
          MIGRATION,
          CONTACT,
          SLACK,
          WEBHOOK,
          SMTP,
          PAGERDUTY,
          ALERTMANAGER,
          LEVEL,
          TRIGGER,
          RECOVERY,
          SQL_CHECK,
          HTTP_CHECK,
          AFTERMATH,
          THRESHOLDS,
          ASSIGNMENT,
          COMMUNICATION,
          CHANNELS,
          MESSAGE,
          PACE,
          GATES,
          HOOK,
          HOOK_REQUEST,
          WATCH,
          BASELINE,
          PROMETHEUS,
          METRIC);

  /** As a message calls such a mapping. */
  String spoken() {
    return switch (name) {
      case "sql_check", "http_check" -> "the check";
      case "target" -> "an item of to";
      case "table_column" -> "an item of columns";
      case "fill" -> "backfill";
      case "hook_request" -> "http";
      case "slack_channel",
          "webhook_channel",
          "smtp_channel",
          "pagerduty_channel",
          "alertmanager_channel" ->
          "the channel";
      case "assignment" -> "an item of assign";
      case "contact", "level", "trigger", "message", "hook", "metric" -> "the " + name;
      default -> name;
    };
  }

  List<String> all() {
    return Stream.concat(required.stream(), optional.stream()).toList();
  }
}
