package dev.ripcord.plan;

import dev.ripcord.sql.QualifiedName;

/**
 * Which rows the way back of a step cannot put into the old shape as they are. The condition is the
 * very one by which the way back finds them, so its names are those that are valid when the unit
 * begins: whoever asks before must have followed the renames on the way there.
 *
 * @param unit of the way back that deals with the rows, from 1
 * @param title what rows they are
 * @param condition over a row {@code t} of the table
 * @param example text over {@code t} that says which row it is, and what of it does not fit
 */
public record Look(
    int unit, String title, QualifiedName table, String condition, String example, Fate fate) {}
