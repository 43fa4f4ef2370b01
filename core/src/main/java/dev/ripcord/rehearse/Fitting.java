package dev.ripcord.rehearse;

import dev.ripcord.migration.Change;
import dev.ripcord.migration.ColumnChange;
import dev.ripcord.migration.ConstraintChange;
import dev.ripcord.migration.EnumChange;
import dev.ripcord.migration.IndexChange;
import dev.ripcord.migration.Migration;
import dev.ripcord.migration.TableChange;
import dev.ripcord.migration.ViewChange;
import dev.ripcord.plan.Plan;
import dev.ripcord.plan.PlanMaker;
import dev.ripcord.plan.Question;
import dev.ripcord.plan.Questions;
import dev.ripcord.postgres.DatabaseException;
import dev.ripcord.postgres.Session;
import dev.ripcord.problem.InputException;
import dev.ripcord.problem.Place;
import dev.ripcord.problem.Problem;
import dev.ripcord.schema.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Plans a migration for a database and has the server judge its expressions, so that everything
 * that does not fit is said at once. The server parses and analyses them; it executes nothing.
 */
public final class Fitting {
  private static final Pattern MISSING = Pattern.compile("\"([^\"]+)\"|function ([\\w.$]+)\\(");

  /** What an expression may not find yet because the migration itself makes it. */
  private static final Set<String> PERHAPS_MADE = Set.of("42P01", "42703", "42704", "42883");

  /** insufficient_privilege. */
  private static final String FORBIDDEN = "42501";

  private final Migration migration;
  private final Session session;

  private Fitting(Migration migration, Session session) {
    this.migration = migration;
    this.session = session;
  }

  /**
   * The plan.
   *
   * @param planner makes it of the migration and the snapshot
   * @throws InputException with everything that does not fit the database
   */
  public static Plan plan(
      Migration migration, Snapshot snapshot, Session session, PlanMaker planner) {
    Set<Problem> problems = new LinkedHashSet<>();
    Optional<Plan> plan = Optional.empty();
    try {
      plan = Optional.of(planner.plan(migration, snapshot, new ServerPrinter(session)));
    } catch (InputException e) {
      problems.addAll(e.problems());
    }
    if (plan.isEmpty() || !plan.get().nothingToDo()) {
      Set<Place> known = problems.stream().map(Problem::place).collect(Collectors.toSet());
      problems.addAll(new Fitting(migration, session).complaints(snapshot, known));
    }
    if (!problems.isEmpty()) {
      List<Problem> inOrder = new ArrayList<>(problems);
      inOrder.sort(Comparator.comparing(Problem::place));
      throw new InputException(inOrder);
    }
    return plan.orElseThrow();
  }

  /**
   * @param known where the planner has found something already
   */
  private List<Problem> complaints(Snapshot snapshot, Set<Place> known) {
    List<Problem> problems = new ArrayList<>();
    Set<Change> without = new HashSet<>();
    for (Question question : Questions.types(migration)) {
      complaint(question)
          .ifPresent(
              problem -> {
                problems.add(problem);
                without.add(question.change());
              });
    }
    for (Question question : Questions.of(migration, snapshot, without)) {
      if (!known.contains(question.change().place())) {
        complaint(question).ifPresent(problems::add);
      }
    }
    return problems;
  }

  private Optional<Problem> complaint(Question question) {
    try {
      session.execute("PREPARE ripcord_question AS " + question.query());
      session.execute("DEALLOCATE ripcord_question");
      return Optional.empty();
    } catch (DatabaseException e) {
      if (e.connectionLost()) {
        throw e;
      }
      return PERHAPS_MADE.contains(e.sqlState()) && perhapsMade(question, missing(e))
          ? Optional.empty()
          : Optional.of(
              new Problem(
                  question.change().place(),
                  question.what() + ": the server says: " + e.primary(),
                  FORBIDDEN.equals(e.sqlState())
                      ? "a role that owns what is changed, or is a member of its owner"
                      : "SQL that this database understands"));
    }
  }

  /** What the server does not find, such as {@code type "cents"} or {@code function norm(text)}. */
  private static Optional<String> missing(DatabaseException e) {
    Matcher named = MISSING.matcher(e.primary());
    return named.find()
        ? Optional.of(named.group(1) == null ? named.group(2) : named.group(1))
        : Optional.empty();
  }

  /**
   * Does something in the migration, other than the change itself, make what is missing? It names
   * that then.
   */
  private boolean perhapsMade(Question question, Optional<String> missing) {
    return migration.changes().stream()
        .filter(change -> !change.equals(question.change()))
        .filter(change -> makesObjects(change, question))
        .anyMatch(change -> missing.isEmpty() || names(change, missing.get()));
  }

  private static boolean names(Change change, String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    return change.toString().toLowerCase(Locale.ROOT).contains(last.toLowerCase(Locale.ROOT));
  }

  /** New columns of its own table an expression has been told of; a view reads any table. */
  private static boolean makesObjects(Change change, Question question) {
    return switch (change) {
      case TableChange it -> true;
      case EnumChange it -> true;
      case ViewChange it -> true;
      case Change.RawSql it -> true;
      case ColumnChange it -> question.change() instanceof ViewChange;
      case ConstraintChange it -> false;
      case IndexChange it -> false;
      case Change.SetComment it -> false;
    };
  }
}
