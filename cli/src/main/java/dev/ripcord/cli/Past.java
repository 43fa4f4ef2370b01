package dev.ripcord.cli;

import java.time.Instant;

/** A time that is over. */
record Past(Instant from, Instant until) {}
