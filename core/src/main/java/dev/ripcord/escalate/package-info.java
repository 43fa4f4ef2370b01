/**
 * Owns who is told what, when, and on which channel: levels, the clock of acknowledgements, alerts
 * that outlive a process, messages, and their delivery. Callers own what happened, and the moments
 * at which the clock is looked at.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.escalate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
