package dev.ripcord.plan;

import dev.ripcord.sql.QualifiedName;
import java.util.List;
import java.util.Optional;

/** A unit of execution: each is journalled on its own, and either happened or did not. */
public sealed interface Action {
  /** What it does, in the imperative. */
  String title();

  /** Whether it takes the longer the larger a table is. */
  default boolean growsWithRows() {
    return switch (this) {
      case Transaction it ->
          it.statements().stream().anyMatch(each -> each.contains(" VALIDATE CONSTRAINT "));
      case ConcurrentIndex it -> true;
      case Walk it -> true;
      case Verify it -> true;
      case Manual it -> true;
    };
  }

  /**
   * Statements that commit together with their journal entry.
   *
   * @param statements each one complete, without a final semicolon
   */
  record Transaction(String title, List<String> statements) implements Action {
    public Transaction {
      statements = List.copyOf(statements);
    }
  }

  /**
   * A statement that PostgreSQL refuses inside a transaction. Idempotent: the catalogue tells
   * whether the index is there and valid; an invalid leftover is dropped first.
   *
   * @param creates whether the index shall be there afterwards, or gone
   */
  record ConcurrentIndex(String title, QualifiedName index, boolean creates, String statement)
      implements Action {}

  /**
   * A batched walk over the physical ranges of a table, one commit per batch. A row can move from
   * before the walk to behind it, so only a look at the whole table knows that none is left; the
   * next pass goes where it found some.
   *
   * @param table that is walked
   * @param statement for one range; {@link #LOW} and {@link #HIGH} stand for the range, of type
   *     {@code tid}, half open. Its row count counts the rows changed. It must be idempotent: a row
   *     that was done is not found again
   * @param left a condition over a row {@code t} of the table that is left to do; absent where
   *     clients move no rows and make none, or criteria of the step find them, so that a pass which
   *     changes nothing is the last
   * @param criteria that no row is left; empty where clients may go on making such rows
   */
  record Walk(
      String title,
      QualifiedName table,
      String statement,
      Optional<String> left,
      List<Criterion> criteria)
      implements Action {
    /** Marks the lower end of the range in {@link #statement}. */
    public static final String LOW = ":ripcord_low";

    /** Marks the upper end, itself not in the range. */
    public static final String HIGH = ":ripcord_high";

    public Walk {
      criteria = List.copyOf(criteria);
    }

    /** A walk of which a pass that changes nothing is the last. */
    public Walk(String title, QualifiedName table, String statement) {
      this(title, table, statement, Optional.empty(), List.of());
    }
  }

  /** Queries that must answer as expected before anything goes on; changes nothing. */
  record Verify(String title, List<Criterion> criteria) implements Action {
    public Verify {
      criteria = List.copyOf(criteria);
    }
  }

  /** Something that a person does. */
  record Manual(String title, String instruction) implements Action {}
}
