package dev.ripcord;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Tests that wait for clients, servers and clocks for so short a time that busy ones beside them
 * would be in the way. They run after all others, two classes at a time.
 */
@Tag("short-waits")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ShortWaits {}
