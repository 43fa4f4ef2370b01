/** Owns the measurements of what ripcord costs. Nothing of it is shipped. */
@CheckReturnValue
@NullMarked
package dev.ripcord.benchmarks;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
