/**
 * What a rollback would meet if it began now: which rows would not fit, what is in its way, how
 * long it would take; and what archives hold. Reads only; callers own what follows from it.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.wayback;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
