package dev.ripcord.aftermath;

/**
 * A report.
 *
 * @param text in Markdown
 * @param says its essence, in one line
 * @param open whether it leaves something to a person
 */
record Written(String text, String says, boolean open) {}
