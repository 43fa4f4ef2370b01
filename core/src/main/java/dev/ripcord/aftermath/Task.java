package dev.ripcord.aftermath;

import java.util.List;

/**
 * A procedure with its state.
 *
 * @param number as the migration lists it, from 1
 * @param facts what whoever does it must know, one sentence each
 */
public record Task(int number, String text, State state, List<String> facts) {
  public Task {
    facts = List.copyOf(facts);
  }

  /** Whether nothing is left to do. */
  public boolean done() {
    return state instanceof State.Done;
  }

  /** Whether its day is over and it is not done. */
  public boolean overdue() {
    return switch (state) {
      case State.Done it -> false;
      case State.UnderWay it -> it.overdue();
      case State.Assigned it -> it.overdue();
      case State.Unassigned it -> it.overdue();
    };
  }
}
