package dev.ripcord.recover;

import dev.ripcord.postgres.Session;
import dev.ripcord.sql.SqlResource;
import org.jspecify.annotations.Nullable;

/**
 * What the live server says of itself.
 *
 * @param major version
 * @param archiveMode {@code off}, {@code on} or {@code always}
 * @param segmentSize of WAL, in bytes
 * @param systemIdentifier null if the role may not see it
 * @param size in bytes, of all databases that the role may look into
 * @param databaseSize in bytes
 * @param tablespaces of its own
 * @param role quoted
 */
record Cluster(
    int major,
    String archiveMode,
    long segmentSize,
    @Nullable String systemIdentifier,
    long size,
    long databaseSize,
    int tablespaces,
    boolean maySwitch,
    boolean mayMark,
    boolean mayReplicate,
    String role) {
  private static final String CLUSTER = SqlResource.of(Cluster.class, "cluster");

  static Cluster of(Session live) {
    return live.query(
            CLUSTER,
            row ->
                new Cluster(
                    (int) row.number("major"),
                    row.text("archive_mode"),
                    row.number("segment_size"),
                    row.textOrNull("system_identifier"),
                    row.number("cluster_size"),
                    row.number("database_size"),
                    (int) row.number("tablespaces"),
                    row.flag("may_switch"),
                    row.flag("may_mark"),
                    row.flag("may_replicate"),
                    row.text("role")))
        .getFirst();
  }
}
