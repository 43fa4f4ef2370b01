package dev.ripcord.sql;

/**
 * One statement of a script.
 *
 * @param text without the final semicolon, and without comments before and after it
 * @param line on which it starts, from 1
 */
public record Statement(String text, int line) {}
