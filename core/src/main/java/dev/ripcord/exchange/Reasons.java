package dev.ripcord.exchange;

import dev.ripcord.secret.Redactor;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** Why a request got no answer, in words. */
final class Reasons {
  private Reasons() {}

  static String of(IOException failure, Redactor redactor) {
    if (causedBy(failure, UnresolvedAddressException.class)
        || causedBy(failure, UnknownHostException.class)) {
      return "nobody knows this host";
    }
    if (causedBy(failure, ConnectException.class)) {
      return "the connection was not accepted";
    }
    String message = failure.getMessage();
    String what = causedBy(failure, SSLException.class) ? "TLS failed" : "no whole answer came";
    return message == null || message.isBlank()
        ? what
        : what + " (" + Text.line(Text.plain(redactor.redact(message))) + ")";
  }

  private static boolean causedBy(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return true;
      }
    }
    return false;
  }
}
