/**
 * Owns the run on the live database: who may begin it, its gates, the turn to the way back, what a
 * second operator sees and asks. The engine takes the steps; callers own the terminal.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.run;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
