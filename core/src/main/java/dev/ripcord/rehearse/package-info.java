/**
 * Owns the proof: the plan run forward and back on a scratch server under writers, and what
 * differed. Callers own the server and what they do with the verdict.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.rehearse;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
