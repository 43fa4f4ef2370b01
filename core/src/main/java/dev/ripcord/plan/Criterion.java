package dev.ripcord.plan;

/**
 * A question to the database with the one right answer.
 *
 * @param title what is thereby known, in words
 * @param query of one row and one column
 * @param expected the value as text, as {@code psql -At} prints it
 */
public record Criterion(String title, String query, String expected) {}
