package dev.ripcord.exchange;

import java.net.http.HttpHeaders;

/** What came of one request. Texts are redacted. */
public sealed interface Answer {
  /** The server answered, with whatever status. */
  record Given(int status, HttpHeaders headers, String body) implements Answer {}

  /** No whole answer within the time. */
  record Late(String body) implements Answer {}

  /** A connection was not to be had, or broke. */
  record Broken(String reason, String body) implements Answer {}

  /** A header or the address holds what none may hold; nothing was sent. */
  record Unsendable() implements Answer {}

  /** Somebody interrupted this thread, which is interrupted still. */
  record Interrupted(String body) implements Answer {}
}
