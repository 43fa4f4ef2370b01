package dev.ripcord.rehearse;

import dev.ripcord.migration.Migration;
import dev.ripcord.postgres.Copy;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.ScratchDatabases;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.InputException;
import dev.ripcord.problem.Place;
import dev.ripcord.problem.Problem;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import dev.ripcord.problem.TextFile;
import dev.ripcord.sql.InlineRows;
import dev.ripcord.sql.RoleNames;
import dev.ripcord.sql.SqlResource;
import dev.ripcord.sql.Statement;
import dev.ripcord.sql.Statements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings up a database from a file of SQL, with rows or without, such as pg_dump writes. */
public final class SchemaFile {
  /** A schema with the rows of a small database; more than that is sampled from it, live. */
  private static final long MOST_BYTES = 256L * 1024 * 1024;

  private static final String OPEN = SqlResource.of(SchemaFile.class, "open-transaction");

  private static final Pattern WHOLE_SERVER =
      Pattern.compile(
          "(?:(?:CREATE|ALTER|DROP)\\s+(?:DATABASE|TABLESPACE)|ALTER\\s+SYSTEM)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern OTHER_ENCODING =
      Pattern.compile(
          "SET\\s+client_encoding\\s*(?:=|\\bTO\\b)\\s*+'?+(?!(?:UTF-?8|UNICODE)\\b).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Of {@code pg_dump --schema=public}, where every database has it. */
  private static final Pattern PUBLIC =
      Pattern.compile("CREATE\\s+SCHEMA\\s+public", Pattern.CASE_INSENSITIVE);

  private static final Pattern EXTENSION =
      Pattern.compile("CREATE\\s+EXTENSION\\b", Pattern.CASE_INSENSITIVE);

  private final Path file;
  private final InlineRows script;

  private SchemaFile(Path file) {
    this.file = file;
    this.script = InlineRows.of(TextFile.read(file, "a file of SQL", MOST_BYTES));
  }

  /**
   * Runs the file's statements one by one. Roles that own or may use something in it are made
   * first, where the server lacks them.
   *
   * @param chosen rather than the one that the migration names
   * @param databases that the session's database is one of
   * @throws InputException if there is no file, or a statement of it cannot be run
   */
  public static void load(
      Migration migration, Optional<Path> chosen, ScratchDatabases databases, Session session) {
    Path file =
        chosen
            .or(migration::schemaFile)
            .orElseThrow(
                () ->
                    new InputException(
                        List.of(
                            new Problem(
                                new Place(migration.file().toString(), 1, 1),
                                "no schema is named",
                                "'schema: FILE' in the migration, or --schema FILE"))));
    new SchemaFile(file).load(databases, session);
  }

  private void load(ScratchDatabases databases, Session session) {
    List<Statement> statements = Statements.split(script.sql());
    refuse(whatIsForNoDatabase(statements, databases.goesWithServer()));
    makeRoles(statements, databases);
    for (Statement each : statements) {
      run(session, each);
    }
    if (!statements.isEmpty() && session.query(OPEN, row -> row.flag("open")).getFirst()) {
      refuse(
          List.of(problem(statements.getLast(), "a transaction stays open behind it", "COMMIT")));
    }
  }

  private List<Problem> whatIsForNoDatabase(List<Statement> statements, boolean ownServer) {
    List<Problem> problems = new ArrayList<>();
    for (Statement each : statements) {
      if (each.text().startsWith("\\")) {
        problems.add(
            problem(each, "a command of psql, which no server knows", "statements of SQL alone"));
      } else if (WHOLE_SERVER.matcher(each.text()).matches()) {
        problems.add(
            problem(
                each,
                "it concerns the whole server",
                "what stands in one database (pg_dump without --create)"));
      } else if (OTHER_ENCODING.matcher(each.text()).matches()) {
        problems.add(problem(each, "it is of another encoding", "UTF-8 (pg_dump --encoding=UTF8)"));
      } else if (!ownServer && RoleNames.concerned(each.text())) {
        problems.add(
            problem(
                each,
                "it changes roles of a server that stays",
                "no such statement: roles that own or may use something are made without it, and"
                    + " go with the rehearsal"));
      }
    }
    return problems;
  }

  private void makeRoles(List<Statement> statements, ScratchDatabases databases) {
    Set<String> named = new TreeSet<>();
    statements.forEach(each -> named.addAll(RoleNames.in(each.text())));
    statements.forEach(each -> RoleNames.made(each.text()).ifPresent(named::remove));
    try {
      databases.createRoles(List.copyOf(named));
    } catch (DatabaseException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT,
          "the roles that %s names (%s) cannot be made on the scratch server: %s"
              .formatted(file, String.join(", ", named), e.primary()),
          e);
    }
  }

  private void run(Session session, Statement statement) {
    try {
      @Nullable String rows = script.rows().get(statement.line());
      if (rows == null) {
        session.execute(statement.text());
      } else {
        Copy.in(session, statement.text(), rows);
      }
    } catch (DatabaseException e) {
      boolean there = e.sqlState().equals("42P06") && PUBLIC.matcher(statement.text()).matches();
      if (there || e.unknownSetting(statement.text())) {
        return;
      }
      refuse(
          List.of(
              new Problem(
                  place(statement, e.position()),
                  "the server refuses it: "
                      + e.primary()
                      + e.context().map(met -> " (" + met + ")").orElse(""),
                  EXTENSION.matcher(statement.text()).lookingAt()
                      ? "an extension that the scratch server has (--scratch URL for another server)"
                      : "a valid statement")));
    }
  }

  /**
   * @param position in the statement, in code points from 1; 0 if it is not known
   */
  private Place place(Statement statement, int position) {
    String text = statement.text();
    // the driver may have sent a text of another length, for what it takes as an escape of JDBC
    int before = Math.clamp(position - 1, 0, text.codePointCount(0, text.length()));
    Place within =
        Place.endOf(file.toString(), text.substring(0, text.offsetByCodePoints(0, before)));
    // in which column a statement begins is not known
    return within.line() == 1
        ? new Place(within.file(), statement.line(), 1)
        : new Place(within.file(), statement.line() + within.line() - 1, within.column());
  }

  private Problem problem(Statement statement, String what, String expected) {
    return new Problem(new Place(file.toString(), statement.line(), 1), what, expected);
  }

  private static void refuse(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new InputException(problems);
    }
  }
}
