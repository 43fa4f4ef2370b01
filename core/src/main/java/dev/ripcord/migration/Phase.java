package dev.ripcord.migration;

import java.util.Locale;

/** The five phases, in the order in which a migration goes through them. */
public enum Phase {
  PREPARATION,
  EXPAND,
  MIGRATE,
  CONTRACT,
  CLEANUP;

  /** As users write it: {@code preparation}, {@code expand} and so on. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
