package dev.ripcord.plan;

/**
 * Something dangerous about a step.
 *
 * @param code of the rule that found it, such as {@code full-scan-under-lock}; its doc page is
 *     {@code docs/hazards/<code>.md}
 * @param message what exactly, here
 */
public record Hazard(String code, String message) {}
