package dev.ripcord.recover;

import dev.ripcord.postgres.Session;
import dev.ripcord.problem.RipcordException;
import java.time.Instant;
import java.util.Optional;

/** Whether a stanza of pgBackRest can be relied on. */
final class PgBackRestInspection {
  private final PgBackRest provider;
  private final Site site;
  private final Session live;
  private final Instant now;
  private final Findings findings = new Findings();

  PgBackRestInspection(PgBackRest provider, Site site, Session live, Instant now) {
    this.provider = provider;
    this.site = site;
    this.live = live;
    this.now = now;
  }

  Inspection made() {
    Cluster cluster = Cluster.of(live);
    Optional<Stanza> stanza = stanza();
    boolean fits = stanza.filter(it -> fits(it, cluster)).isPresent();
    Optional<String> closed =
        new Archiving(live, cluster, findings)
            .closed(
                "pgbackrest --stanza=" + provider.stanza() + " archive-push %p",
                "the repository of pgbackrest",
                this::arrived,
                site.patience());
    Optional<Backup> usable = Optional.empty();
    if (fits && stanza.isPresent()) {
      Optional<Stanza.Set> newest = stanza.get().sets().stream().reduce((one, next) -> next);
      usable = newest.flatMap(set -> usable(set, cluster, closed));
      if (newest.isEmpty() || usable.isPresent()) {
        findings.age(
            usable,
            now,
            provider.maximumAge(),
            "the stanza "
                + provider.stanza()
                + " has no backup: take one with pgbackrest backup, or let the run take it"
                + " (recovery.take: if_needed)");
      }
    }
    findings.room(
        Math.max(cluster.size(), usable.map(Backup::size).orElse(0L)),
        provider.space(),
        "space",
        site.space(),
        "a restore of the cluster");
    return findings.inspection(usable);
  }

  private Optional<Stanza> stanza() {
    try {
      return Optional.of(provider.info());
    } catch (RipcordException e) {
      findings.refuse(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private boolean fits(Stanza stanza, Cluster cluster) {
    if (stanza.code() == Stanza.MISSING) {
      findings.refuse(
          "there is no stanza "
              + provider.stanza()
              + " in the repository ("
              + stanza.message()
              + "): correct recovery.location, or make it with pgbackrest --stanza="
              + provider.stanza()
              + " stanza-create");
      return false;
    }
    if (stanza.code() != 0 && stanza.code() != Stanza.EMPTY) {
      findings.refuse(
          "pgbackrest info says of the stanza "
              + provider.stanza()
              + ": "
              + stanza.message()
              + " (status "
              + stanza.code()
              + ")");
      return false;
    }
    boolean same =
        stanza.systemIdentifier().isEmpty()
            || stanza.systemIdentifier().get().equals(cluster.systemIdentifier());
    if (!same) {
      findings.refuse(
          "the stanza "
              + provider.stanza()
              + " is of another cluster: its system identifier is "
              + stanza.systemIdentifier().get()
              + ", that of this server "
              + cluster.systemIdentifier()
              + ": correct recovery.location, or, after an upgrade, run pgbackrest stanza-upgrade");
    }
    return same;
  }

  private boolean arrived(String segment) {
    try {
      return provider
          .info()
          .newestSegment()
          .filter(newest -> newest.compareTo(segment) >= 0)
          .isPresent();
    } catch (RipcordException e) {
      // what is wrong was told before; here it is only not there
      return false;
    }
  }

  private Optional<Backup> usable(Stanza.Set set, Cluster cluster, Optional<String> closed) {
    String label = set.backup().label();
    if (set.damaged()) {
      findings.refuse(
          "pgbackrest found pages with wrong checksums while it took "
              + label
              + ": see pgbackrest --stanza="
              + provider.stanza()
              + " --set="
              + label
              + " info, and repair them first");
      return Optional.empty();
    }
    try {
      Optional<String> missing = provider.missing(set);
      if (missing.isPresent()) {
        findings.stale(
            "the chain is broken: the backup "
                + missing.get()
                + (missing.get().equals(label) ? "" : ", which " + label + " needs,")
                + " is not in the repository any more: take a new one");
        return Optional.empty();
      }
      if (closed.isPresent() && gap(set, closed.get(), cluster)) {
        return Optional.empty();
      }
    } catch (RipcordException e) {
      findings.refuse(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    return Optional.of(set.backup());
  }

  private boolean gap(Stanza.Set set, String closed, Cluster cluster) {
    Optional<WalFile> last = WalFile.parse(closed, cluster.segmentSize());
    Optional<String> archive = provider.info().archive();
    if (last.isEmpty() || archive.isEmpty()) {
      return false;
    }
    Optional<String> gap = provider.gap(set, archive.get(), last.get(), cluster.segmentSize());
    gap.ifPresent(
        segment ->
            findings.stale(
                "the chain is broken: the segment "
                    + segment
                    + " is not in the archive of the stanza "
                    + provider.stanza()
                    + ", so that "
                    + set.backup().label()
                    + " goes no further than that: take a new one"));
    if (gap.isEmpty()) {
      findings.fact("all segments since " + set.backup().label() + " are in the archive");
    }
    return gap.isPresent();
  }
}
