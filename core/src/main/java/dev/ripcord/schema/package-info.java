/**
 * Owns what a database is: the snapshot that a plan is made from, the fingerprint, and readable
 * differences. Immutable and pure; reading a live catalogue is the business of {@code postgres}.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.schema;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
