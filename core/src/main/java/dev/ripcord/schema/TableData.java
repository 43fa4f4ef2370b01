package dev.ripcord.schema;

/**
 * What rows a table holds, independent of their order and of the order of the columns.
 *
 * @param rows how many
 * @param hash the same for the same rows only
 */
public record TableData(long rows, String hash) {}
