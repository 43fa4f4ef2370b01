/**
 * Owns the plan: the steps of five phases, each with its way back, locks, hazards and proof
 * obligations. The planner is a pure function of migration and snapshot.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
