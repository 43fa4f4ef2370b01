package dev.ripcord.postgres;

/** A PostgreSQL server that lives as long as this object, and never longer than this process. */
public interface ServerProcess extends AutoCloseable {
  /** The superuser's way in, to the database {@code postgres}. */
  DatabaseUrl url();

  /** Such as {@code 18.6}. */
  String version();

  /** Stops the server and removes its files. */
  @Override
  void close();
}
