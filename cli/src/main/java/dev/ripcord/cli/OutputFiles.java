package dev.ripcord.cli;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes results so that a reader meets the old file or the new one, never half of one. */
final class OutputFiles {
  private OutputFiles() {}

  /**
   * Makes the folder, and finds out now rather than after a long rehearsal if it cannot be used.
   */
  static Path folder(Path folder) {
    try {
      Path made = Files.createDirectories(folder);
      Files.delete(Files.createTempFile(made, ".ripcord-", ".tmp"));
      return made;
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /**
   * Finds out whether the folder can be written to, or made when the time comes, and makes nothing.
   */
  static void requireFolder(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    boolean isFolder = Files.isDirectory(there);
    if (!isFolder || !Files.isWritable(there)) {
      throw new RipcordException(
          ProblemCode.INPUT,
          "cannot write to "
              + folder.toAbsolutePath()
              + ": "
              + (isFolder
                  ? "no permission for " + System.getProperty("user.name")
                  : there + " is a file, expected a folder"));
    }
  }

  /** Nothing is left behind of a command that had nothing to write. */
  static void removeEmpty(Path folder) {
    try {
      Files.delete(folder);
    } catch (DirectoryNotEmptyException e) {
      // somebody else has put something there meanwhile, and it stays
      return;
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /** A new file; one that is there stays as it is, whoever made it meanwhile. */
  static void create(Path file, String text) {
    try {
      Path unused = Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new RipcordException(
          ProblemCode.INPUT, file + " is there already; move it away or name another file", e);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  static void write(Path file, String text) {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new RipcordException(ProblemCode.INPUT, "cannot write to " + file + ": it is a folder");
    }
    Path draft = folder.resolve("." + target.getFileName() + ".draft");
    try {
      Path written = Files.writeString(draft, text);
      move(written, target);
    } catch (IOException e) {
      try {
        // what could not be written whole would keep a full disk full
        boolean unused = Files.deleteIfExists(draft);
      } catch (IOException more) {
        e.addSuppressed(more);
      }
      throw unwritable(file, e);
    }
  }

  private static void move(Path draft, Path target) throws IOException {
    try {
      Path unused =
          Files.move(
              draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Path unused = Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String why(IOException cause) {
    return switch (cause) {
      case FileAlreadyExistsException e -> "it is a file, expected a folder";
      case NotDirectoryException e -> "a file stands in its path, expected folders";
      case AccessDeniedException e -> "no permission for " + System.getProperty("user.name");
      case NoSuchFileException e -> "its folder does not exist";
      case FileSystemException e -> e.getReason() == null ? "it failed" : e.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }

  private static RipcordException unwritable(Path path, IOException cause) {
    return new RipcordException(
        ProblemCode.ENVIRONMENT, "cannot write to " + path + ": " + why(cause), cause);
  }
}
