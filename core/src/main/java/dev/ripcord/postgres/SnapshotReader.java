package dev.ripcord.postgres;

import dev.ripcord.schema.Dependent;
import dev.ripcord.schema.EnumType;
import dev.ripcord.schema.Kin;
import dev.ripcord.schema.Snapshot;
import dev.ripcord.schema.Snapshot.BesideIndex;
import dev.ripcord.schema.Snapshot.Column;
import dev.ripcord.schema.Snapshot.Constraint;
import dev.ripcord.schema.Snapshot.Generation;
import dev.ripcord.schema.Snapshot.Index;
import dev.ripcord.schema.Snapshot.RowTrigger;
import dev.ripcord.schema.Snapshot.Table;
import dev.ripcord.schema.Snapshot.View;
import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;
import dev.ripcord.sql.SqlResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads tables and what hangs on them with one query per kind, joined here by the table's OID. */
final class SnapshotReader {
  private final Session session;

  private SnapshotReader(Session session) {
    this.session = session;
  }

  static Snapshot read(Session session) {
    SnapshotReader reader = new SnapshotReader(session);
    Map<Long, List<Dependent>> dependents = reader.byTable("dependent", SnapshotReader::dependent);
    return new Snapshot(
        serverVersion(session),
        reader.tables(dependents),
        FingerprintReader.read(session),
        reader.views(dependents),
        reader.enums());
  }

  static int serverVersion(Session session) {
    return Integer.parseInt(
        session
            .query("SELECT current_setting('server_version_num')", row -> row.text(1))
            .getFirst());
  }

  private List<Table> tables(Map<Long, List<Dependent>> dependents) {
    Map<Long, List<Column>> columns = byTable("column", SnapshotReader::column);
    Map<Long, List<Index>> indexes = byTable("index", SnapshotReader::index);
    Map<Long, List<Constraint>> constraints = byTable("constraint", SnapshotReader::constraint);
    Map<Long, List<RowTrigger>> triggers = byTable("trigger", SnapshotReader::trigger);
    AttachedReader attached = new AttachedReader(this);
    return session.query(
        sql("table"),
        row -> {
          long oid = row.number("oid");
          return new Table(
              name(row, "schema", "name"),
              kin(row),
              columns.getOrDefault(oid, List.of()),
              identifiers(row, "primary_key"),
              indexes.getOrDefault(oid, List.of()),
              constraints.getOrDefault(oid, List.of()),
              triggers.getOrDefault(oid, List.of()),
              dependents.getOrDefault(oid, List.of()),
              row.number("estimated_rows"),
              row.number("bytes"),
              identifiers(row, "row_key"),
              Optional.ofNullable(row.textOrNull("comment")),
              attached.of(oid),
              row.flag("unlogged"));
        });
  }

  private List<EnumType> enums() {
    Map<Long, List<EnumType.Use>> uses = byTable("enum-use", SnapshotReader::enumUse);
    return session.query(
        sql("enum"),
        row ->
            new EnumType(
                name(row, "schema", "name"),
                row.texts("labels"),
                new Identifier(row.text("owner")),
                Optional.ofNullable(row.textOrNull("comment")),
                row.texts("grantees"),
                uses.getOrDefault(row.number("oid"), List.of())));
  }

  private static EnumType.Use enumUse(Row row) {
    return new EnumType.Use(
        row.text("what"),
        row.textOrNull("column") == null
            ? Optional.empty()
            : Optional.of(
                new EnumType.Column(
                    name(row, "schema", "name"), new Identifier(row.text("column")))),
        row.flag("itself"),
        row.flag("inside"),
        row.flag("by_default"));
  }

  <T> Map<Long, List<T>> byTable(String kind, RowReader<T> reader) {
    Map<Long, List<T>> found = new HashMap<>();
    List<Boolean> unused =
        session.query(
            sql(kind),
            row ->
                found
                    .computeIfAbsent(row.number("oid"), oid -> new ArrayList<>())
                    .add(reader.read(row)));
    return found;
  }

  private List<View> views(Map<Long, List<Dependent>> dependents) {
    return session.query(
        sql("view"),
        row -> {
          QualifiedName name = name(row, "schema", "name");
          return new View(
              name,
              row.flag("materialized"),
              row.text("definition"),
              Optional.ofNullable(row.textOrNull("comment")),
              row.texts("options"),
              row.texts("beside"),
              row.texts("not_copied"),
              dependents.getOrDefault(row.number("oid"), List.of()).stream()
                  .filter(each -> !each.partOf().equals(Optional.of(name)))
                  .toList());
        });
  }

  private static Column column(Row row) {
    return new Column(
        new Identifier(row.text("name")),
        row.text("type"),
        row.flag("not_null"),
        Optional.ofNullable(row.textOrNull("default_value")),
        Optional.ofNullable(row.textOrNull("collation")),
        generation(row.text("generation")),
        Optional.ofNullable(row.textOrNull("comment")),
        row.texts("grants"),
        row.texts("settings"),
        row.flag("volatile_default"),
        row.flag("deterministic"));
  }

  /**
   * @param code {@code attgenerated} or {@code attidentity}, whichever is there
   */
  private static Generation generation(String code) {
    return switch (code) {
      case "" -> Generation.NONE;
      case "s" -> Generation.STORED;
      case "v" -> Generation.VIRTUAL;
      case "a" -> Generation.IDENTITY_ALWAYS;
      case "d" -> Generation.IDENTITY_BY_DEFAULT;
      default -> throw new IllegalStateException("unknown way to make a column's value: " + code);
    };
  }

  private static Index index(Row row) {
    return new Index(
        name(row, "schema", "name"),
        row.text("definition"),
        identifiers(row, "columns"),
        row.flag("is_unique"),
        row.flag("valid"),
        row.flag("has_constraint"),
        new BesideIndex(
            Optional.ofNullable(row.textOrNull("tablespace")),
            Optional.ofNullable(row.textOrNull("comment")),
            row.flag("clustered"),
            row.flag("replica_identity"),
            row.texts("statistics")));
  }

  private static Constraint constraint(Row row) {
    return new Constraint(
        new Identifier(row.text("name")),
        row.text("kind").charAt(0),
        row.text("definition"),
        identifiers(row, "columns"),
        row.textOrNull("other_name") == null
            ? Optional.empty()
            : Optional.of(name(row, "other_schema", "other_name")),
        row.flag("incoming"),
        Optional.ofNullable(row.textOrNull("comment")));
  }

  private static RowTrigger trigger(Row row) {
    return new RowTrigger(
        new Identifier(row.text("name")),
        row.text("definition"),
        identifiers(row, "columns"),
        row.texts("before"));
  }

  private static Kin kin(Row row) {
    return switch (row.text("kin")) {
      case "alone" -> new Kin.Alone();
      case "partitioned" ->
          new Kin.Partitioned(
              row.texts("partitions").stream().map(QualifiedName::parse).toList(),
              row.texts("leaves").stream().map(QualifiedName::parse).toList());
      default -> new Kin.Member();
    };
  }

  private static Dependent dependent(Row row) {
    return new Dependent(
        row.text("what"),
        identifiers(row, "columns"),
        Optional.ofNullable(row.textOrNull("part_name"))
            .map(part -> name(row, "part_schema", "part_name")),
        row.flag("whole"));
  }

  private static QualifiedName name(Row row, String schema, String name) {
    return QualifiedName.of(row.text(schema), row.text(name));
  }

  private static List<Identifier> identifiers(Row row, String column) {
    return row.texts(column).stream().map(Identifier::new).toList();
  }

  private static String sql(String kind) {
    return SqlResource.of(SnapshotReader.class, "snapshot/" + kind);
  }
}
