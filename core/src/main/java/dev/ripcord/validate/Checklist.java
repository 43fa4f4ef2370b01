package dev.ripcord.validate;

import dev.ripcord.metric.Surroundings;
import dev.ripcord.postgres.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The checklist after a rollback, in the order of the reference. */
public final class Checklist {
  /** All that a machine can look at. */
  static final List<Item> ITEMS =
      List.of(
          new HealthChecks(),
          new ErrorRates(),
          new ResponseTimes(),
          new BusinessProcesses(),
          new Monitoring(),
          new Corruption(),
          new SecurityControls(),
          new BackupSystems(),
          new Integrations(),
          new Logins(),
          new SchemaAsBefore(),
          new ReferentialIntegrity(),
          new Performance(),
          new Consistency(),
          new IndexesAndStatistics(),
          new TransactionLog(),
          new Connections());

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Subject subject;
  private final Surroundings around;
  private final Backups backups;

  public Checklist(Subject subject, Surroundings around, Backups backups) {
    this.subject = subject;
    this.around = around;
    this.backups = backups;
  }

  /** Hears how it goes; may end it by throwing. */
  public interface Listener {
    /** Is asked often, also while something is waited for. */
    void pulse();

    /** An item is about to be looked at. */
    void begins(int number, String title);

    /** What came of it. */
    void found(Finding finding);
  }

  /**
   * Looks at every item, and adds the user's own as open.
   *
   * @param session of the role that runs the migration, outside a transaction; its settings are
   *     left as they are
   * @throws dev.ripcord.postgres.DatabaseException if the connection is lost
   */
  public List<Finding> check(Session session, Listener listener) {
    List<Finding> findings = new ArrayList<>();
    try (Scene scene = new Scene(session, subject, around, backups, listener::pulse)) {
      for (Item item : ITEMS) {
        listener.begins(item.number(), item.title());
        Finding finding = look(item, scene);
        findings.add(finding);
        listener.found(finding);
      }
    }
    for (Finding finding : theirs()) {
      findings.add(finding);
      listener.found(finding);
    }
    return findings;
  }

  private Finding look(Item item, Scene scene) {
    while (true) {
      Notes notes = new Notes(around.clock());
      item.look(scene, notes);
      if (!notes.failed() || !item.settles() || !scene.rested(BETWEEN_LOOKS)) {
        return notes.finding(item);
      }
    }
  }

  /** What a user added to the list nobody but a person can look at. */
  private List<Finding> theirs() {
    Set<String> ours = ITEMS.stream().map(Item::title).collect(Collectors.toSet());
    List<Finding> findings = new ArrayList<>();
    for (String title : subject.aftermath().validations()) {
      if (!ours.contains(title)) {
        findings.add(
            new Finding(
                ITEMS.size() + findings.size() + 1,
                title,
                new Verdict.Open("an item of the migration file: a person looks at it"),
                List.of()));
      }
    }
    return findings;
  }
}
