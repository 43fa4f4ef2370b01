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
              "escalation",
              "triggers",
              "recovery",
              "checks",
              "aftermath",
              "communication",
              "pace"));
  static final Keys ADD_COLUMN =
      new Keys(
          "add_column",
          List.of("table", "column", "type"),
          List.of("not_null", "default", "backfill"));
  static final Keys FILL = new Keys("fill", List.of("value"), List.of("where"));
  static final Keys CHANGE_TYPE =
      new Keys(
          "change_type", List.of("table", "column", "type"), List.of("up", "down", "rollback"));
  static final Keys ADD_CHECK = new Keys("add_check", List.of("table", "name", "check"), List.of());
  static final Keys RENAME_COLUMN =
      new Keys("rename_column", List.of("table", "from", "to"), List.of());
  static final Keys TRANSFORM =
      new Keys("transform", List.of("table", "from", "to", "down"), List.of());
  static final Keys TARGET =
      new Keys("target", List.of("column", "type", "up"), List.of("not_null"));
  static final Keys DROP_COLUMN =
      new Keys("drop_column", List.of("table", "column"), List.of("down"));
  static final Keys DROP_TABLE = new Keys("drop_table", List.of("table"), List.of());
  static final Keys CREATE_INDEX =
      new Keys(
          "create_index",
          List.of("table", "name", "columns"),
          List.of("unique", "method", "where"));
  static final Keys BACKFILL = new Keys("backfill", List.of("table", "set"), List.of("where"));
  static final Keys SQL = new Keys("sql", List.of("name", "phase", "up"), List.of("down"));

  static final Keys CONTACT =
      new Keys("contact", List.of(), List.of("title", "name", "phone", "email", "backup"));
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
          "recovery", List.of(), List.of("provider", "location", "maximum_age", "validations"));
  static final Keys SQL_CHECK =
      new Keys("sql_check", List.of("title", "query", "expected"), List.of());
  static final Keys HTTP_CHECK =
      new Keys("http_check", List.of("title", "url"), List.of("status", "timeout"));
  static final Keys AFTERMATH =
      new Keys("aftermath", List.of(), List.of("validations", "procedures"));
  static final Keys COMMUNICATION =
      new Keys("communication", List.of(), List.of("channels", "messages"));
  static final Keys CHANNELS =
      new Keys("channels", List.of(), List.of("technical", "business", "executive"));
  static final Keys MESSAGE =
      new Keys("message", List.of("moment", "audience", "template"), List.of("channel"));
  static final Keys PACE =
      new Keys("pace", List.of(), List.of("lock_timeout", "lock_attempts", "batch_time"));

  /** The kinds of change, as a file names them. */
  static final List<Keys> CHANGES =
      List.of(
          ADD_COLUMN,
          CHANGE_TYPE,
          ADD_CHECK,
          RENAME_COLUMN,
          TRANSFORM,
          DROP_COLUMN,
          DROP_TABLE,
          CREATE_INDEX,
          BACKFILL,
          SQL);

  /** Every kind of mapping with fixed keys. */
  static final List<Keys> ALL =
      Stream.concat(
              CHANGES.stream(),
              Stream.of(
                  MIGRATION,
                  FILL,
                  TARGET,
                  CONTACT,
                  LEVEL,
                  TRIGGER,
                  RECOVERY,
                  SQL_CHECK,
                  HTTP_CHECK,
                  AFTERMATH,
                  COMMUNICATION,
                  CHANNELS,
                  MESSAGE,
                  PACE))
          .toList();

  List<String> all() {
    return Stream.concat(required.stream(), optional.stream()).toList();
  }
}
