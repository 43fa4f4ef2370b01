/**
 * Owns one request over HTTP and what is heard of its answer: the deadline, redirects, why there
 * was none, all redacted. Callers own retries and what a status means.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.exchange;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
