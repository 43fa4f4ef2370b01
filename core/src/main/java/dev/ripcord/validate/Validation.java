package dev.ripcord.validate;

import dev.ripcord.journal.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the validation after a rollback stands: the newest finding of each item, and who signed it
 * off.
 *
 * @param findings by number
 * @param signOffs those that still stand, by number
 */
public record Validation(List<Finding> findings, List<SignOff> signOffs) {
  public Validation {
    findings = List.copyOf(findings);
    signOffs = List.copyOf(signOffs);
  }

  /**
   * Reads it from a journal. A sign-off stands until a check says something of another kind: who
   * signed off an open item has not accepted that it fails.
   *
   * @throws IllegalArgumentException if an entry is damaged
   */
  public static Validation of(List<Entry> entries) {
    Map<Integer, Finding> findings = new TreeMap<>();
    Map<Integer, SignOff> signOffs = new TreeMap<>();
    for (Entry entry : entries) {
      if (entry.kind() == Entry.Kind.VALIDATION) {
        Finding finding = ValidationJson.finding(entry);
        Finding before = findings.put(finding.number(), finding);
        if (before != null && !before.verdict().getClass().equals(finding.verdict().getClass())) {
          SignOff unused = signOffs.remove(finding.number());
        }
      } else if (entry.kind() == Entry.Kind.SIGNED_OFF) {
        SignOff signOff = ValidationJson.signOff(entry);
        signOffs.put(signOff.number(), signOff);
      }
    }
    return new Validation(List.copyOf(findings.values()), List.copyOf(signOffs.values()));
  }

  /** Whether every item passed or is signed off, and there are any. */
  public boolean complete() {
    return !findings.isEmpty() && unsigned().isEmpty();
  }

  /** The items that neither passed nor are signed off. */
  public List<Finding> unsigned() {
    return findings.stream()
        .filter(finding -> finding.failed() || finding.open())
        .filter(finding -> signOff(finding.number()).isEmpty())
        .toList();
  }

  /** Those that failed, signed off or not. */
  public List<Finding> failed() {
    return findings.stream().filter(Finding::failed).toList();
  }

  /** The newest finding of an item. */
  public Optional<Finding> finding(int number) {
    return findings.stream().filter(finding -> finding.number() == number).findFirst();
  }

  /** Who signed an item off. */
  public Optional<SignOff> signOff(int number) {
    return signOffs.stream().filter(signOff -> signOff.number() == number).findFirst();
  }
}
