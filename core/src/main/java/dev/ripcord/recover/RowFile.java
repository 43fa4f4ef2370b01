package dev.ripcord.recover;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of texts in a file, one after the other, for what does not fit into memory. */
final class RowFile {
  private static final int BUFFER = 1 << 16;

  private RowFile() {}

  /** Writes one list after the other. */
  static final class Writer implements AutoCloseable {
    private final Path path;
    private final DataOutputStream out;
    private long count;

    Writer(Path path) {
      this.path = path;
      try {
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path), BUFFER));
      } catch (IOException e) {
        throw failed(path, e);
      }
    }

    void add(List<@Nullable String> values) {
      try {
        out.writeInt(values.size());
        for (String value : values) {
          if (value == null) {
            out.writeInt(-1);
          } else {
            byte[] bytes = value.getBytes(UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
          }
        }
        count++;
      } catch (IOException e) {
        throw failed(path, e);
      }
    }

    /** How many were added. */
    long count() {
      return count;
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw failed(path, e);
      }
    }
  }

  /** Reads what a {@link Writer} that is closed has written. */
  static final class Reader implements AutoCloseable {
    private final Path path;
    private final DataInputStream in;

    Reader(Path path) {
      this.path = path;
      try {
        in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER));
      } catch (IOException e) {
        throw failed(path, e);
      }
    }

    /** The next list; null after the last. */
    @Nullable List<@Nullable String> next() {
      try {
        int first = in.read();
        if (first < 0) {
          return null;
        }
        int size = (first << 24) | (in.readUnsignedByte() << 16) | in.readUnsignedShort();
        List<@Nullable String> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          int length = in.readInt();
          values.add(length < 0 ? null : new String(in.readNBytes(length), UTF_8));
        }
        return Collections.unmodifiableList(values);
      } catch (IOException e) {
        throw failed(path, e);
      }
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw failed(path, e);
      }
    }
  }

  private static RipcordException failed(Path path, IOException e) {
    return new RipcordException(
        ProblemCode.ENVIRONMENT, "cannot keep rows in " + path + ": " + e.getMessage(), e);
  }
}
