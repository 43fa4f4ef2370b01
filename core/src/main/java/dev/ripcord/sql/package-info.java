/**
 * Owns SQL as text: identifiers, names, quoting, tokens. Knows no database; callers own where a
 * statement runs.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.sql;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
