package dev.ripcord.validate;

import java.time.Duration;
import java.util.Optional;

/** The newest backup is there and young enough, and nothing is wrong with how they are made. */
final class BackupSystems implements Item {
  @Override
  public int number() {
    return 8;
  }

  @Override
  public String title() {
    return "Check backup systems are working correctly";
  }

  @Override
  public void look(Scene scene, Notes notes) {
    Optional<Backups.Looked> looked = scene.backups().look(scene.session(), scene.now());
    if (looked.isEmpty()) {
      notes.open("the migration names no provider of backups: see that the last one is good");
      return;
    }
    Backups.Looked found = looked.get();
    Optional<Duration> age = found.taken().map(taken -> Duration.between(taken, scene.now()));
    notes.saw(
        age.map(it -> "the newest backup is " + Words.time(it) + " old").orElse("no backup")
            + (found.facts().isEmpty() ? "" : "; " + String.join("; ", found.facts())),
        "at most " + Words.time(found.maximumAge()) + " old",
        found.provider());
    if (age.isEmpty()) {
      notes.failed("there is no backup that could be used");
    } else if (age.get().compareTo(found.maximumAge()) > 0) {
      notes.failed(
          "the newest backup is %s old, at most %s is allowed"
              .formatted(Words.time(age.get()), Words.time(found.maximumAge())));
    }
    found.refusals().forEach(notes::failed);
  }
}
