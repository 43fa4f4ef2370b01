package dev.ripcord.recover;

import dev.ripcord.postgres.Session;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.sql.SqlResource;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether dumps of the database can be relied on. */
final class DumpInspection {
  private static final String NOT_READABLE = SqlResource.of(DumpInspection.class, "not-readable");

  private final Dumps provider;
  private final Site site;
  private final Session live;
  private final Instant now;
  private final Findings findings = new Findings();

  DumpInspection(Dumps provider, Site site, Session live, Instant now) {
    this.provider = provider;
    this.site = site;
    this.live = live;
    this.now = now;
  }

  Inspection made() {
    Cluster cluster = Cluster.of(live);
    for (String name : List.of("pg_dump", "pg_restore")) {
      try {
        findings.fact(name + " is " + site.programs().path(name, cluster.major()));
      } catch (RipcordException e) {
        findings.refuse(String.valueOf(e.getMessage()));
      }
    }
    readable(cluster);
    Optional<Backup> usable = Optional.empty();
    if (folder()) {
      Optional<DumpFiles> newest = provider.newest(cluster);
      usable = newest.flatMap(dump -> usable(dump, cluster));
      if (newest.isEmpty() || usable.isPresent()) {
        findings.age(
            usable,
            now,
            provider.maximumAge(),
            "there is no dump of "
                + site.url().database()
                + " by ripcord in "
                + provider.location()
                + ": let the run take one (recovery.take: if_needed)");
      }
    }
    findings.fact("a dump goes to its own moment only: there are no restore points with pg_dump");
    findings.room(
        Math.max(cluster.databaseSize(), usable.map(Backup::size).orElse(0L)),
        provider.space(),
        "space",
        site.space(),
        "a restore of the database");
    return findings.inspection(usable);
  }

  private boolean folder() {
    if (!Files.isDirectory(provider.location())) {
      findings.refuse(
          "the location "
              + provider.location()
              + " is no folder on this machine: make it, or correct recovery.location");
      return false;
    }
    for (String how : List.of("-r", "-x", "-w")) {
      if (!Account.can(Optional.empty(), how, provider.location())) {
        findings.refuse(
            "the location "
                + provider.location()
                + " cannot be "
                + (how.equals("-w") ? "written" : "read")
                + " by us: give us the right to, or correct recovery.location");
        return false;
      }
    }
    return true;
  }

  private void readable(Cluster cluster) {
    live.query(
            NOT_READABLE,
            row ->
                "the role "
                    + cluster.role()
                    + " cannot dump "
                    + row.number("number")
                    + " tables or sequences, such as "
                    + row.text("name")
                    + (row.flag("filtered")
                        ? ", of which a policy hides rows from it: ALTER ROLE "
                            + cluster.role()
                            + " BYPASSRLS"
                        : ": GRANT pg_read_all_data TO " + cluster.role()))
        .forEach(findings::refuse);
  }

  private Optional<Backup> usable(DumpFiles dump, Cluster cluster) {
    String label = dump.backup().label();
    if (!dump.systemIdentifier().equals(String.valueOf(cluster.systemIdentifier()))) {
      findings.refuse(
          "the dumps in "
              + provider.location()
              + " are of another cluster: "
              + label
              + " has the system identifier "
              + dump.systemIdentifier()
              + ", this server "
              + cluster.systemIdentifier()
              + ": correct recovery.location");
      return Optional.empty();
    }
    Optional<String> flaw = provider.flaw(dump);
    flaw.ifPresent(
        words ->
            findings.stale(
                "the newest dump " + label + " is not whole: " + words + ": take a new one"));
    return flaw.isPresent() ? Optional.empty() : Optional.of(dump.backup());
  }
}
