/**
 * Owns the append-only, hash-chained record of a run in the database that it changes. Callers own
 * what is worth an entry and commit it with their own work.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.journal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
