/**
 * Owns what the user wrote: the changes, people, triggers and plans of a migration file, and the
 * reader that reports every problem of such a file at once. Callers own whether the database
 * agrees.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.migration;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
