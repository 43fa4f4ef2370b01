/**
 * Owns the rules that find what is dangerous about the steps of a plan; each has a page in {@code
 * docs/hazards}. Pure: callers decide what to do about a hazard.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.hazard;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
