/**
 * Owns what a condition says about readings over time: healthy, breached, or blind in one of three
 * ways. Callers own when it is asked and what is done about it; nothing here reads a clock.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.watch;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
