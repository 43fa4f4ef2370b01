/**
 * Owns rows and traffic made from the catalogue: the generator, the writers in both shapes, and the
 * ledger of acknowledged writes. Callers own which shapes are served at a moment.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.workload;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
