package dev.ripcord.validate;

/** One item of the checklist that a machine can look at. */
interface Item {
  /** Its number in the reference, from 1. */
  int number();

  /** Its title in the reference. */
  String title();

  /** Whether what fails now may be right in a moment, such as a rate over the last minutes. */
  default boolean settles() {
    return false;
  }

  /** Looks, and notes what it sees; what it does not ask must be noted as open. */
  void look(Scene scene, Notes notes);
}
