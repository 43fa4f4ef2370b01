/**
 * Owns what a run does outside of the database: commands and requests with timeout, retries and
 * redacted output, and how they are stored. Callers own when a hook is due and what its failure
 * means.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.hook;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
