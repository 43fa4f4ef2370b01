/**
 * Owns what is measured: asking Prometheus, probes, the database and the run itself, bounded in
 * time and never in each other's way, and the baselines. Callers own what a value means.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.metric;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
