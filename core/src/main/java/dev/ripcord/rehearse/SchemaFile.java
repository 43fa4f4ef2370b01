package dev.ripcord.rehearse;

import dev.ripcord.migration.Migration;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.InputException;
import dev.ripcord.problem.Place;
import dev.ripcord.problem.Problem;
import dev.ripcord.sql.Statement;
import dev.ripcord.sql.Statements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Brings up a database from a file of SQL. */
public final class SchemaFile {
  private SchemaFile() {}

  /**
   * Runs the file's statements one by one.
   *
   * @param chosen rather than the one that the migration names
   * @throws InputException if there is no file, or the server refuses a statement of it
   */
  public static void load(Migration migration, Optional<Path> chosen, Session session) {
    Path file =
        chosen
            .or(migration::schemaFile)
            .orElseThrow(
                () ->
                    problem(
                        migration.file(),
                        1,
                        "no schema is named",
                        "'schema: FILE' in the migration, or --schema FILE"));
    for (Statement statement : Statements.split(read(file))) {
      try {
        session.execute(statement.text());
      } catch (DatabaseException e) {
        throw problem(
            file,
            statement.line(),
            "the server refuses it: " + e.getMessage(),
            "a valid statement");
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw problem(
          file, 1, "cannot be read: " + e.getMessage(), "a readable file of SQL in UTF-8");
    }
  }

  private static InputException problem(Path file, int line, String what, String expected) {
    return new InputException(
        List.of(new Problem(new Place(file.toString(), line, 1), what, expected)));
  }
}
