/** The one door of the library: {@link dev.ripcord.Ripcord}, one method per command. */
@CheckReturnValue
@NullMarked
package dev.ripcord;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
