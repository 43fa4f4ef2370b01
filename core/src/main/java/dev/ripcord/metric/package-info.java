/**
 * Owns what is measured of a system under migration: sources, readings, baselines. Callers own what
 * a reading means.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.metric;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
