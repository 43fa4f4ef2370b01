/**
 * Owns the document that people follow and its renderings. Pure: what it states comes from plan and
 * proof, never from a guess.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.runbook;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
