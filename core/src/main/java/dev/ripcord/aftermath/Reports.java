package dev.ripcord.aftermath;

import dev.ripcord.journal.Entry;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The reports of a rollback, in a folder beside its journal. What a person changed stays. */
final class Reports {
  private final Clock clock;

  Reports(Clock clock) {
    this.clock = clock;
  }

  /** Of a run. */
  static Path folder(Incident incident) {
    return incident.journal().path().resolveSibling("aftermath-" + incident.run());
  }

  /**
   * What became of a report.
   *
   * @param kept whether somebody has changed it, so that it was left alone
   */
  record Kept(Path file, String says, boolean kept) {}

  /** Writes it and says so in the journal, unless the same is there. */
  Kept write(Incident incident, Report report, Written written) {
    Path folder = folder(incident);
    Path file = folder.resolve(report.file());
    try {
      Files.createDirectories(folder);
      Optional<Marks.Reported> before = Marks.written(incident.entries(), report.file());
      if (Files.exists(file)
          && before.filter(it -> it.sha256().equals(sha256(file))).isEmpty()
          && !sha256(file).equals(sha256(written.text().getBytes(StandardCharsets.UTF_8)))) {
        return new Kept(file, written.says(), true);
      }
      Path draft = folder.resolve("." + report.file() + ".draft");
      Files.writeString(draft, written.text());
      Path unused = Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      String hash = sha256(file);
      Marks.Reported mark =
          new Marks.Reported(report.file(), hash, written.says(), written.open(), Instant.EPOCH);
      List<Entry> all =
          incident
              .journal()
              .append(
                  clock,
                  entries ->
                      Marks.written(entries, report.file())
                              .filter(it -> it.sha256().equals(hash))
                              .isPresent()
                          ? List.of()
                          : List.of(Marks.written(mark)));
      if (all.isEmpty()) {
        throw new IllegalStateException("a journal is never empty");
      }
      return new Kept(file, written.says(), false);
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, file + " cannot be written: " + e.getMessage(), e);
    }
  }

  static String sha256(Path file) {
    try {
      return sha256(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
