package dev.ripcord.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who sits at this terminal, as far as the system knows. */
final class Operator {
  private Operator() {}

  /** Such as {@code ann@db-ops-1}. */
  static String ofThisSystem() {
    return System.getProperty("user.name", "somebody") + "@" + host();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
