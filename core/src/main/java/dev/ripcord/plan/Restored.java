package dev.ripcord.plan;

import dev.ripcord.sql.Identifier;
import dev.ripcord.sql.QualifiedName;

/**
 * A value that the way back gives each row of a table in a column that is not there before; so that
 * what the column will hold is known before it is there.
 *
 * @param unit of the way back that does it, from 1
 * @param value over a row {@code t}, with the names that are valid when the unit begins
 */
public record Restored(int unit, QualifiedName table, Identifier column, String value) {}
