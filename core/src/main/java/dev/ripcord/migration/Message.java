package dev.ripcord.migration;

/**
 * What is told to whom, when.
 *
 * @param moment {@code start}, {@code phase}, {@code completion} or {@code emergency}
 * @param audience {@code technical}, {@code business} or {@code executive}
 * @param channel where it goes, such as {@code #incidents}; may be empty
 * @param template text in which {@code <migration>}, {@code <phase>} and {@code <reason>} are
 *     replaced by facts
 */
public record Message(String moment, String audience, String channel, String template) {}
