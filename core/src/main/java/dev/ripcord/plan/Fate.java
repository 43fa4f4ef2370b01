package dev.ripcord.plan;

import dev.ripcord.sql.QualifiedName;
import java.util.Optional;

/** What becomes of rows that the way back cannot put into the old shape as they are. */
public sealed interface Fate {
  /** In words, to go behind "what becomes of them". */
  String words();

  /**
   * What the old shape cannot hold is kept.
   *
   * @param store where
   */
  record Kept(QualifiedName store) implements Fate {
    @Override
    public String words() {
      return "kept aside in " + store;
    }
  }

  /**
   * They get values that fit.
   *
   * @param by what says which values
   * @param store where it is kept as what or which they were
   */
  record MadeFit(String by, Optional<QualifiedName> store) implements Fate {
    @Override
    public String words() {
      return "made fit by " + by + store.map(each -> ", kept as they were in " + each).orElse("");
    }
  }

  /**
   * The value before is not restored, because somebody has changed it since.
   *
   * @param store where it is until the way back is through
   */
  record StaysNewer(QualifiedName store) implements Fate {
    @Override
    public String words() {
      return "stay as they are, their values before are in " + store;
    }
  }

  /**
   * They go, as they would have gone in the old shape.
   *
   * @param by what deletes them
   */
  record Removed(String by) implements Fate {
    @Override
    public String words() {
      return "removed by " + by;
    }
  }

  /**
   * The way back stops at them, until a person has changed them.
   *
   * @param by what refuses them
   */
  record Refused(String by) implements Fate {
    @Override
    public String words() {
      return "refused by " + by + ": needs a person";
    }
  }
}
