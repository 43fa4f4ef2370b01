/**
 * Owns what follows a rollback: the procedures and their state, the reports, the messages, the
 * watch and the bundle. Callers own where the journal is and what is printed. The state is nothing
 * but entries of the exported journal.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.aftermath;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
