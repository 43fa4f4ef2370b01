/**
 * Owns the language of trigger conditions: its grammar, its syntax tree, its units and what is said
 * about a text that is none. Callers own what a condition is held against; nothing here knows time.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.trigger;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
