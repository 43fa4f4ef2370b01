package dev.ripcord.chaos;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what a client says in version 3 of the protocol, as far as it takes to know where one
 * request ends and whether it commits (PostgreSQL: Frontend/Backend Protocol, Message Formats).
 */
final class FrontendMessages {
  private static final int SSL_REQUEST = 80877103;
  private static final int CANCEL_REQUEST = 80877102;
  private static final int GSS_REQUEST = 80877104;
  private static final int PROTOCOL_3 = 3;

  private final DataInputStream input;
  private final Map<String, Boolean> commits = new HashMap<>();
  private boolean started;
  private String application = "";

  FrontendMessages(InputStream input) {
    this.input = new DataInputStream(input);
  }

  /**
   * What goes to the server together.
   *
   * @param request whether it ends a request, that is, the client waits for an answer
   */
  record Round(ByteBuffer bytes, boolean request, boolean commit) {}

  /** The name that the client gave itself. */
  String application() {
    return application;
  }

  /** Absent at the end. */
  Optional<Round> next() throws IOException {
    try {
      return Optional.of(started ? round() : startup());
    } catch (EOFException e) {
      return Optional.empty();
    }
  }

  private Round startup() throws IOException {
    int length = input.readInt();
    byte[] body = new byte[length - 4];
    input.readFully(body);
    int code = ByteBuffer.wrap(body).getInt();
    started = code >>> 16 == PROTOCOL_3;
    boolean known = started || code == SSL_REQUEST || code == GSS_REQUEST || code == CANCEL_REQUEST;
    if (!known) {
      throw new IOException("not a message that begins a connection: " + code);
    }
    if (started) {
      parameters(body);
    }
    ByteBuffer bytes = ByteBuffer.allocate(length);
    bytes.putInt(length).put(body);
    return new Round(bytes.flip(), false, false);
  }

  private void parameters(byte[] body) {
    String[] words = new String(body, 4, body.length - 4, StandardCharsets.UTF_8).split("\0", -1);
    for (int i = 0; i + 1 < words.length; i += 2) {
      if (words[i].equals("application_name")) {
        application = words[i + 1];
      }
    }
  }

  private Round round() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean commit = false;
    while (true) {
      int type = input.readUnsignedByte();
      int length = input.readInt();
      byte[] body = new byte[length - 4];
      input.readFully(body);
      bytes.write(type);
      bytes.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
      bytes.writeBytes(body);
      switch (type) {
        case 'P' -> {
          int end = end(body, 0);
          String sql = text(body, end + 1);
          commits.put(text(body, 0), isCommit(sql));
          named(sql);
        }
        case 'B' -> commit |= commits.getOrDefault(text(body, end(body, 0) + 1), false);
        case 'D', 'E', 'C' -> {}
        case 'Q' -> {
          named(text(body, 0));
          return new Round(ByteBuffer.wrap(bytes.toByteArray()), true, isCommit(text(body, 0)));
        }
        case 'S' -> {
          return new Round(ByteBuffer.wrap(bytes.toByteArray()), true, commit);
        }
        default -> {
          return new Round(ByteBuffer.wrap(bytes.toByteArray()), false, false);
        }
      }
    }
  }

  private static boolean isCommit(String sql) {
    return sql.strip().toUpperCase(Locale.ROOT).startsWith("COMMIT");
  }

  /** The driver sets the name when it knows the server's version. */
  private void named(String sql) {
    String prefix = "SET application_name = '";
    if (sql.startsWith(prefix)) {
      application = sql.substring(prefix.length(), sql.indexOf('\'', prefix.length()));
    }
  }

  private static String text(byte[] body, int from) {
    return new String(body, from, end(body, from) - from, StandardCharsets.UTF_8);
  }

  private static int end(byte[] body, int from) {
    int end = from;
    while (body[end] != 0) {
      end++;
    }
    return end;
  }
}
