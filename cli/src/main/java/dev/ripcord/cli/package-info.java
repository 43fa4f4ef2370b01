/**
 * Owns the command line: options, exit statuses, what a terminal shows. Everything else is asked of
 * {@link dev.ripcord.Ripcord}.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.cli;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
