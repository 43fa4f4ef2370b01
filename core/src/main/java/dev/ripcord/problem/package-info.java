/**
 * Owns how ripcord says no: coded failures and input problems with their place. Callers own what to
 * do about them; nothing here prints.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.problem;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
