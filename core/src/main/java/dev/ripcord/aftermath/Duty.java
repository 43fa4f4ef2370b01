package dev.ripcord.aftermath;

import dev.ripcord.migration.Aftercare.Assignment;
import dev.ripcord.migration.Aftermath;
import dev.ripcord.migration.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A procedure as the migration lists it.
 *
 * @param number from 1
 * @param known absent where ripcord does not know what it asks for
 * @param assignment whom it is given to when nobody says otherwise
 */
record Duty(int number, String text, Optional<Procedure> known, Assignment assignment) {
  static List<Duty> of(Migration migration) {
    Aftermath aftermath = migration.aftermath();
    List<Duty> duties = new ArrayList<>();
    for (String text : aftermath.procedures()) {
      duties.add(new Duty(duties.size() + 1, text, Procedure.of(text), aftermath.care().of(text)));
    }
    return duties;
  }

  boolean is(Procedure procedure) {
    return known.filter(procedure::equals).isPresent();
  }

  /** The unit of the entries about it. */
  String unit() {
    return "procedure " + number;
  }
}
