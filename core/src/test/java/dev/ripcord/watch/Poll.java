package dev.ripcord.watch;

import dev.ripcord.metric.Reading;
import java.time.Instant;
import java.util.Map;

/**
 * What came in at one moment.
 *
 * @param readings of those metrics that were asked
 */
record Poll(Instant now, Map<String, Reading> readings) {}
