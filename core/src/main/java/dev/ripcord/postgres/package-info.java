/**
 * Owns every contact with PostgreSQL: sessions, outcomes, SQLSTATEs, the catalogue reader, {@code
 * .sql} resources, scratch servers. Callers own which statements run and what an outcome means.
 */
@CheckReturnValue
@NullMarked
package dev.ripcord.postgres;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
