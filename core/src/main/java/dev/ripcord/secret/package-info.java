/**
 * Owns secrets: where their values are found, how they are filled into templates, and how they are
 * taken out of what is said. Callers own how long they keep a value.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.secret;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
