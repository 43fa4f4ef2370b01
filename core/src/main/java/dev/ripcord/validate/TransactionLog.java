package dev.ripcord.validate;

import dev.ripcord.migration.Thresholds;
import dev.ripcord.sql.SqlResource;
import java.util.List;

/** The log is archived, nothing holds it back, and transaction numbers do not run out. */
final class TransactionLog implements Item {
  private static final String ARCHIVER = SqlResource.of(TransactionLog.class, "archiver");
  private static final String SLOTS = SqlResource.of(TransactionLog.class, "slots");
  private static final String PREPARED = SqlResource.of(TransactionLog.class, "prepared");
  private static final String AGE = SqlResource.of(TransactionLog.class, "transaction-age");

  @Override
  public int number() {
    return 16;
  }

  @Override
  public String title() {
    return "Confirm transaction logs are clean";
  }

  private record Archiver(
      String mode,
      long archived,
      long failed,
      String lastArchived,
      String lastFailed,
      String failedWal,
      boolean failing) {}

  private record Slot(String name, boolean active, String status, long held) {}

  @Override
  public void look(Scene scene, Notes notes) {
    Thresholds.Log limits = scene.subject().thresholds().database().log();
    scene
        .rows(
            notes,
            "the archiver",
            ARCHIVER,
            row ->
                new Archiver(
                    row.text("mode"),
                    row.number("archived"),
                    row.number("failed"),
                    row.text("last_archived"),
                    row.text("last_failed"),
                    row.text("failed_wal"),
                    row.flag("failing")))
        .ifPresent(found -> judge(notes, found.getFirst()));
    scene
        .rows(
            notes,
            "replication slots",
            SLOTS,
            row ->
                new Slot(
                    row.text("name"), row.flag("active"), row.text("status"), row.number("held")))
        .ifPresent(found -> judge(notes, found, limits.slotWal()));
    scene
        .rows(notes, "prepared transactions", PREPARED, row -> row.text("name"))
        .ifPresent(
            found -> {
              notes.saw(Words.count(found.size(), "prepared transaction"), "0", PREPARED);
              if (!found.isEmpty()) {
                notes.failed(
                    "prepared transactions hold locks and the log: "
                        + Words.some(found)
                        + ": COMMIT PREPARED or ROLLBACK PREPARED");
              }
            });
    scene
        .rows(notes, "transaction numbers", AGE, row -> row.number("age"))
        .ifPresent(
            found -> {
              long age = found.getFirst();
              notes.saw(
                  "the oldest row that is not frozen is " + Words.count(age) + " transactions old",
                  "at most " + Words.count(limits.transactionAge()),
                  AGE);
              if (age > limits.transactionAge()) {
                notes.failed(
                    Words.count(age)
                        + " transactions since the oldest row that is not frozen, at most "
                        + Words.count(limits.transactionAge())
                        + " are allowed: see what keeps VACUUM from it");
              }
            });
  }

  private static void judge(Notes notes, Archiver archiver) {
    notes.saw(
        "archive_mode %s; %s archived, last %s; %s failed, last %s"
            .formatted(
                archiver.mode(),
                Words.count(archiver.archived()),
                archiver.lastArchived(),
                Words.count(archiver.failed()),
                archiver.lastFailed()),
        "the last attempt to archive succeeded",
        ARCHIVER);
    if (archiver.mode().equals("off")) {
      notes.open("archive_mode is off: nothing of the log is archived; say whether that is meant");
    } else if (archiver.failing()) {
      notes.failed(
          "%s could not be archived at %s, and nothing was since: see the server's log"
              .formatted(archiver.failedWal(), archiver.lastFailed()));
    } else if (archiver.archived() == 0) {
      notes.open("nothing was archived yet: SELECT pg_switch_wal(), then look again");
    }
  }

  private static void judge(Notes notes, List<Slot> slots, long most) {
    notes.saw(Words.count(slots.size(), "replication slot"), "each is read", SLOTS);
    for (Slot slot : slots) {
      notes.saw(
          "slot %s is %s and holds back %s"
              .formatted(
                  slot.name(), slot.active() ? "active" : "inactive", Words.size(slot.held())),
          "active, or at most " + Words.size(most),
          SLOTS);
      if (slot.status().equals("lost") || slot.status().equals("unreserved")) {
        notes.failed("the log that slot " + slot.name() + " needs is " + slot.status());
      } else if (!slot.active() && slot.held() > most) {
        notes.failed(
            "nobody reads slot %s, and it holds back %s of the log, at most %s is allowed"
                .formatted(slot.name(), Words.size(slot.held()), Words.size(most)));
      }
    }
  }
}
