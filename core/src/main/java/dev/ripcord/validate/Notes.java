package dev.ripcord.validate;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What is noted while an item is looked at. */
final class Notes {
  private final InstantSource clock;
  private final List<Evidence> evidence = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final List<String> open = new ArrayList<>();

  Notes(InstantSource clock) {
    this.clock = clock;
  }

  /** Something was seen. */
  void saw(String measured, String threshold, String source) {
    evidence.add(new Evidence(measured, threshold, source, clock.instant().toString()));
  }

  /** It is not as it must be. */
  void failed(String why) {
    failures.add(why);
  }

  /** A person must look. */
  void open(String why) {
    open.add(why);
  }

  boolean failed() {
    return !failures.isEmpty();
  }

  /** What failed outweighs what is open; nothing seen is never passed. */
  Finding finding(Item item) {
    Verdict verdict =
        !failures.isEmpty()
            ? new Verdict.Failed(String.join("; ", failures))
            : !open.isEmpty()
                ? new Verdict.Open(String.join("; ", open))
                : evidence.isEmpty()
                    ? new Verdict.Open("nothing could be asked")
                    : new Verdict.Passed();
    return new Finding(item.number(), item.title(), verdict, evidence);
  }
}
