package dev.ripcord.exchange;

import dev.ripcord.secret.Redactor;
import java.nio.charset.StandardCharsets;

/**
 * What an answer or a command says, in a bounded amount of memory: its beginning or its end, with
 * so much beside it that a secret across the cut is seen whole.
 */
public final class Heard {
  /** Characters that are kept. */
  public static final int KEPT = 8 * 1024;

  /** The most that one character takes in UTF-8. */
  private static final int BYTES = 4;

  private final Redactor redactor;
  private final boolean end;
  private final byte[] ring;
  private long total;

  private Heard(Redactor redactor, boolean end) {
    this.redactor = redactor;
    this.end = end;
    this.ring = new byte[(KEPT + redactor.reach()) * BYTES];
  }

  /** Of a command the end counts. */
  public static Heard end(Redactor redactor) {
    return new Heard(redactor, true);
  }

  /** Of an answer the beginning counts. */
  public static Heard beginning(Redactor redactor) {
    return new Heard(redactor, false);
  }

  /** Takes in what came. */
  public synchronized void add(byte[] bytes, int length) {
    for (int i = 0; i < length && (end || total < ring.length); i++) {
      ring[(int) (total % ring.length)] = bytes[i];
      total++;
    }
  }

  /** What was heard so far does not count. */
  synchronized void forget() {
    total = 0;
  }

  /** Whether more would change nothing. */
  synchronized boolean full() {
    return !end && total >= ring.length;
  }

  /** What is kept, redacted and fit to be shown. */
  public synchronized String text() {
    int length = (int) Math.min(total, ring.length);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = ring[(int) ((total - length + i) % ring.length)];
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    int cut = Math.max(0, text.length() - KEPT);
    return Text.plain(
        end
            ? redactor.redact(text, cut, text.length())
            : redactor.redact(text, 0, Math.min(KEPT, text.length())));
  }
}
