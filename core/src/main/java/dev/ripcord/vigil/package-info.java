/**
 * Owns the watch over a run: it asks sources, judges triggers, calls people and says when the run
 * must go back or wait. Callers own the run, and do what it says.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.vigil;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
