package dev.ripcord.problem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file of text that somebody wrote, or the words for what keeps it from being one. */
public final class TextFile {
  /** What a shell gives for the output of another command; any other pipe may never end. */
  private static final List<Path> PIPED =
      List.of(Path.of("/dev/fd"), Path.of("/dev/stdin"), Path.of("/proc/self/fd"));

  private final Path file;
  private final String kind;

  private TextFile(Path file, String kind) {
    this.file = file;
    this.kind = kind;
  }

  /**
   * The whole text, without the byte order mark that some editors write.
   *
   * @param kind what is expected there, such as {@code a YAML file}
   * @param mostBytes what is larger is something else
   * @throws InputException if there is no such file, or it is no text in UTF-8
   */
  public static String read(Path file, String kind, long mostBytes) {
    TextFile text = new TextFile(file, kind);
    return text.decode(text.bytes(mostBytes));
  }

  private byte[] bytes(long mostBytes) {
    try {
      if (!Files.exists(file)) {
        throw refused("this file does not exist", kind);
      }
      if (Files.isDirectory(file)) {
        throw refused("this is a folder", kind);
      }
      if (!Files.isRegularFile(file) && PIPED.stream().noneMatch(file::startsWith)) {
        throw refused("this is no file but a pipe or a device", kind);
      }
      if (Files.size(file) > mostBytes) {
        throw refused(
            "the file has " + Files.size(file) + " bytes", "at most " + mostBytes + " bytes");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw refused(
          e instanceof AccessDeniedException
              ? "no permission to read the file for " + System.getProperty("user.name")
              : "the file cannot be read: " + e.getMessage(),
          "a readable file");
    }
  }

  private String decode(byte[] bytes) {
    if (bytes.length >= 2
        && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
            || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF))) {
      throw refused("the file is encoded in UTF-16", "UTF-8");
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer output = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(input, output, true);
    output.flip();
    String text = output.toString();
    if (result.isError()) {
      String hex = String.format("0x%02X", bytes[input.position()] & 0xFF);
      throw refused(
          Place.endOf(file.toString(), text), "the byte " + hex + " is not UTF-8", "UTF-8 text");
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private InputException refused(String what, String expected) {
    return refused(new Place(file.toString(), 1, 1), what, expected);
  }

  private static InputException refused(Place place, String what, String expected) {
    return new InputException(List.of(new Problem(place, what, expected)));
  }
}
