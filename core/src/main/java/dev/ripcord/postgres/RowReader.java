package dev.ripcord.postgres;

/** Makes a value of a row. */
@FunctionalInterface
public interface RowReader<T> {
  /**
   * @param row valid during the call only
   */
  T read(Row row);
}
