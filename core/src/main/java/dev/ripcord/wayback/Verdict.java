package dev.ripcord.wayback;

import java.util.List;

/** Whether a rollback would work if it began now. */
public sealed interface Verdict {
  /** Everything goes back as it was. */
  record Yes() implements Verdict {}

  /**
   * It would; what the old shape cannot hold is dealt with as the findings say.
   *
   * @param how one sentence each
   */
  record YesBut(List<String> how) implements Verdict {
    public YesBut {
      how = List.copyOf(how);
    }
  }

  /**
   * @param reasons at least one
   */
  record No(List<String> reasons) implements Verdict {
    public No {
      reasons = List.copyOf(reasons);
    }
  }

  /**
   * What would stop it could not be looked at.
   *
   * @param reasons at least one
   */
  record Unknown(List<String> reasons) implements Verdict {
    public Unknown {
      reasons = List.copyOf(reasons);
    }
  }
}
