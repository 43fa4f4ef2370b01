package dev.ripcord.aftermath;

import dev.ripcord.aftermath.Marks.Bundled;
import dev.ripcord.journal.Entry;
import dev.ripcord.journal.JournalFile;
import dev.ripcord.problem.InputException;
import dev.ripcord.problem.Place;
import dev.ripcord.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Whether a bundle is as it was made: against its manifest, and against the journal. */
final class BundleCheck {
  private BundleCheck() {}

  /**
   * What does not fit; empty if all of it does.
   *
   * @throws InputException if it cannot be read as a zip at all
   */
  static List<String> check(Path file, Incident incident) {
    List<String> findings = new ArrayList<>();
    byte[] zip = bytes(file);
    String hash = Reports.sha256(zip);
    Optional<Bundled> made =
        Marks.bundles(incident.entries()).stream()
            .filter(each -> each.sha256().equals(hash))
            .findFirst();
    if (made.isEmpty()) {
      findings.add("its SHA-256 " + hash + " is not in the journal");
    }
    Map<String, byte[]> files = files(file);
    byte[] manifest = files.remove(Bundle.MANIFEST);
    if (manifest == null) {
      findings.add("it has no " + Bundle.MANIFEST);
      return findings;
    }
    contents(new String(manifest, StandardCharsets.UTF_8), files, findings);
    journal(files.get(Bundle.JOURNAL), incident, findings);
    return findings;
  }

  private static void contents(String manifest, Map<String, byte[]> files, List<String> findings) {
    Map<String, byte[]> unlisted = new TreeMap<>(files);
    Bundle.manifestLines(manifest)
        .forEach(
            line -> {
              int gap = line.indexOf("  ");
              String name = gap < 0 ? line : line.substring(gap + 2);
              byte[] content = unlisted.remove(name);
              if (content == null) {
                findings.add(name + " is missing");
              } else if (gap < 0 || !Reports.sha256(content).equals(line.substring(0, gap))) {
                findings.add(name + " was changed");
              }
            });
    unlisted.keySet().forEach(name -> findings.add(name + " was put in"));
  }

  /** It was the beginning of the one that is there now. */
  private static void journal(byte @Nullable [] content, Incident incident, List<String> findings) {
    if (content == null) {
      return;
    }
    String[] inside = new String(content, StandardCharsets.UTF_8).split("\n", -1);
    List<Entry> entries = incident.entries();
    List<String> now = JournalFile.lines(entries).lines().toList();
    for (int i = 0; i < inside.length - 1; i++) {
      if (i >= now.size() || !now.get(i).equals(inside[i])) {
        findings.add(
            "entry " + (i + 1) + " of its journal is not the one of " + incident.journal().path());
        return;
      }
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, byte[]> files(Path file) {
    Map<String, byte[]> files = new TreeMap<>();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw unreadable(file, String.valueOf(e.getMessage()));
    }
    if (files.isEmpty()) {
      throw unreadable(file, "it is no zip");
    }
    return files;
  }

  private static InputException unreadable(Path file, String why) {
    return new InputException(
        List.of(
            new Problem(
                new Place(file.toString(), 1, 1),
                "cannot be read: " + why,
                "a bundle that ripcord aftermath --bundle made")));
  }
}
