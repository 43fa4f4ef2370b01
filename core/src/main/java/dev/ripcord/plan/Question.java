package dev.ripcord.plan;

import dev.ripcord.migration.Change;

/**
 * SQL of the user's that only the server can judge, as a query that is never executed.
 *
 * @param what the part of the change, such as {@code up of first_name}
 * @param query means what the user's part means, where it will stand
 */
public record Question(Change change, String what, String query) {}
