/**
 * Owns the first files of a migration: commented, complete, ready to be rehearsed. Callers own
 * where they go.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.starter;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
