package dev.ripcord.recover;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.RipcordException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Whether base backups and their archive can be relied on. */
final class BaseBackupInspection {
  private final BaseBackups provider;
  private final Site site;
  private final Session live;
  private final Instant now;
  private final Findings findings = new Findings();

  BaseBackupInspection(BaseBackups provider, Site site, Session live, Instant now) {
    this.provider = provider;
    this.site = site;
    this.live = live;
    this.now = now;
  }

  Inspection made() {
    Cluster cluster = Cluster.of(live);
    programs(cluster);
    if (cluster.tablespaces() > 0) {
      findings.refuse(
          "the cluster has "
              + cluster.tablespaces()
              + " tablespaces of its own, whose places a base backup of the provider basebackup"
              + " cannot move: use the provider pgbackrest");
    }
    boolean readable = folders();
    replication(cluster);
    WalFolder archive = new WalFolder(provider.archive(), cluster.segmentSize());
    Optional<String> closed =
        readable
            ? new Archiving(live, cluster, findings)
                .closed(example(), provider.archive().toString(), archive::has, site.patience())
            : Optional.empty();
    closed.ifPresent(segment -> sameArchive(archive, segment, cluster));
    Optional<ClusterFiles> newest = readable ? provider.newest(cluster) : Optional.empty();
    Optional<Backup> usable = newest.flatMap(files -> usable(files, cluster, archive, closed));
    if (newest.isEmpty() || usable.isPresent()) {
      findings.age(
          usable,
          now,
          provider.maximumAge(),
          "there is no base backup in "
              + provider.location()
              + ": let the run take one (recovery.take: if_needed)");
    }
    findings.room(
        Math.max(cluster.size(), usable.map(Backup::size).orElse(0L)),
        provider.space(),
        "space",
        site.space(),
        "a restore of the cluster");
    if (readable && findings.wantsNew()) {
      findings.room(
          cluster.size(), provider.location(), "location", site.space(), "a new base backup");
    }
    return findings.inspection(usable);
  }

  /** As the manual of PostgreSQL has it: never over a segment that is there. */
  private String example() {
    String archive = ByHand.withoutPercent(provider.archive().toString());
    return "test ! -f " + archive + "/%f && cp %p " + archive + "/%f";
  }

  private void programs(Cluster cluster) {
    for (String name : new String[] {"pg_basebackup", "pg_verifybackup"}) {
      try {
        Path path = site.programs().path(name, cluster.major());
        findings.fact(name + " is " + path);
      } catch (RipcordException e) {
        findings.refuse(String.valueOf(e.getMessage()));
      }
    }
  }

  private boolean folders() {
    boolean archive = can("archive", provider.archive(), "-r");
    boolean location = can("location", provider.location(), "-r");
    return archive && location && can("location", provider.location(), "-w");
  }

  private boolean can(String key, Path folder, String how) {
    if (!Files.isDirectory(folder)) {
      findings.refuse(
          "the "
              + key
              + " "
              + folder
              + " is no folder on this machine: make it, or correct"
              + " recovery."
              + key);
      return false;
    }
    Optional<Account> account = provider.account();
    if (Account.can(account, how, folder) && Account.can(account, "-x", folder)) {
      return true;
    }
    findings.refuse(
        "the "
            + key
            + " "
            + folder
            + " cannot be "
            + (how.equals("-r") ? "read" : "written")
            + " by "
            + account.map(it -> "the user " + it.user() + ", who owns the archive").orElse("us")
            + ": give that user the right to");
    return false;
  }

  /**
   * A connection of the kind that pg_basebackup makes: pg_hba.conf has lines of their own for it.
   */
  private void replication(Cluster cluster) {
    if (!cluster.mayReplicate()) {
      findings.refuse(
          "the role "
              + cluster.role()
              + " may not take a base backup: ALTER ROLE "
              + cluster.role()
              + " REPLICATION");
      return;
    }
    DatabaseUrl url =
        site.url()
            .with("replication", "true")
            .with("preferQueryMode", "simple")
            .with("assumeMinServerVersion", "14");
    try (Session replica = Session.open(url, "ripcord inspection")) {
      findings.fact("a base backup would be of the cluster " + replica.scalar("IDENTIFY_SYSTEM"));
    } catch (DatabaseException e) {
      findings.refuse(
          "no connection for replication is to be had, which a base backup needs ("
              + e.getMessage()
              + "): allow it in pg_hba.conf, and let max_wal_senders have two more");
    }
  }

  private void sameArchive(WalFolder archive, String segment, Cluster cluster) {
    archive
        .systemIdentifier(segment)
        .filter(system -> !system.equals(cluster.systemIdentifier()))
        .ifPresent(
            system ->
                findings.refuse(
                    "the archive "
                        + provider.archive()
                        + " is of another cluster: its segment "
                        + segment
                        + " has the system identifier "
                        + system
                        + ", this server "
                        + cluster.systemIdentifier()
                        + ": correct recovery.archive"));
  }

  private Optional<Backup> usable(
      ClusterFiles files, Cluster cluster, WalFolder archive, Optional<String> closed) {
    String label = files.backup().label();
    if (!files.systemIdentifier().equals(cluster.systemIdentifier())) {
      findings.refuse(
          "the base backups in "
              + provider.location()
              + " are of another cluster: "
              + label
              + " has the system identifier "
              + files.systemIdentifier()
              + ", this server "
              + cluster.systemIdentifier()
              + ": correct recovery.location");
      return Optional.empty();
    }
    Optional<String> flaw = provider.flaw(files);
    if (flaw.isPresent()) {
      findings.stale(
          "the newest base backup " + label + " is not whole: " + flaw.get() + ": take a new one");
      return Optional.empty();
    }
    Optional<WalFile> last =
        closed.flatMap(segment -> WalFile.parse(segment, cluster.segmentSize()));
    if (last.isPresent()) {
      WalFile first = files.firstNeeded(cluster.segmentSize());
      Optional<String> gap = archive.missing(first, last.get());
      if (gap.isPresent()) {
        findings.stale(
            "the chain is broken: the segment "
                + gap.get()
                + " is not in "
                + provider.archive()
                + ", so that the newest base backup "
                + label
                + " goes no further than that: take a new one");
        return Optional.empty();
      }
      findings.fact(
          "all "
              + (last.get().number() - first.number() + 1)
              + " segments since "
              + label
              + " are in "
              + provider.archive());
    }
    return Optional.of(files.backup());
  }
}
