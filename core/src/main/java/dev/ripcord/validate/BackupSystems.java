package dev.ripcord.validate;

import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.problem.RipcordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    Optional<Backups.Looked> looked;
    try {
      looked = scene.backups().look(scene.session(), scene.now());
    } catch (RipcordException e) {
      if (e instanceof DatabaseException failure && failure.connectionLost()) {
        throw e;
      }
      scene.stopIfAsked();
      notes.open("the backups could not be asked for from here: " + e.getMessage());
      return;
    }
    if (looked.isEmpty()) {
      notes.open("the migration names no provider of backups: see that the last one is good");
      return;
    }
    judge(notes, looked.get(), scene.now());
  }

  private static void judge(Notes notes, Backups.Looked found, Instant now) {
    Optional<Duration> age = found.taken().map(taken -> Duration.between(taken, now));
    notes.saw(
        age.map(it -> "the newest backup is " + Words.time(it) + " old").orElse("no backup")
            + (found.facts().isEmpty() ? "" : "; " + String.join("; ", found.facts())),
        "at most " + Words.time(found.maximumAge()) + " old",
        found.provider());
    List<String> problems = new ArrayList<>();
    if (age.isEmpty()) {
      problems.add("there is no backup that could be used");
    } else if (age.get().compareTo(found.maximumAge()) > 0) {
      problems.add(
          "the newest backup is %s old, at most %s is allowed"
              .formatted(Words.time(age.get()), Words.time(found.maximumAge())));
    }
    problems.addAll(found.refusals());
    for (String problem : problems) {
      if (found.relied()) {
        notes.failed(problem);
      } else {
        notes.open(problem + "; the run had no backup to rely on");
      }
    }
  }
}
