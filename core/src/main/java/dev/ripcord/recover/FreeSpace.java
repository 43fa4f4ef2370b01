package dev.ripcord.recover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How much a folder can still take. */
@FunctionalInterface
public interface FreeSpace {
  /** What the file systems say, of the nearest folder that is there already. */
  FreeSpace OF_FILES =
      folder -> {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
          there = there.getParent();
        }
        try {
          return Optional.of(Files.getFileStore(there).getUsableSpace());
        } catch (IOException e) {
          return Optional.empty();
        }
      };

  /**
   * In bytes; empty if nobody knows.
   *
   * @param folder which may not be there yet
   */
  Optional<Long> in(Path folder);
}
