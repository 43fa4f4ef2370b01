/**
 * Owns the last rung: backups and what proves them, restores of a whole cluster beside the live
 * one, and the merge of tables that were damaged. Callers own when a backup is taken, and the
 * journal that says so.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.recover;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
