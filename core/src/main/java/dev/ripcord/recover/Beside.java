package dev.ripcord.recover;

import dev.ripcord.postgres.DatabaseUrl;
import dev.ripcord.postgres.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a restore is made beside the live server.
 *
 * @param live which need not be there any more
 * @param home folder in which it is made; the provider's if absent
 * @param superusers names under which the restored one may know its superuser, the likeliest first
 * @param major version of the live server; absent if it cannot be asked
 * @param space tells what is free
 * @param meanwhile is called several times a second; what it throws ends the restore
 */
public record Beside(
    DatabaseUrl live,
    Optional<Path> home,
    List<String> superusers,
    Optional<Integer> major,
    FreeSpace space,
    Runnable meanwhile) {
  /** The role that every cluster is made with; it may have been renamed. */
  private static final String FIRST_ROLE = "SELECT rolname FROM pg_catalog.pg_roles WHERE oid = 10";

  public Beside {
    superusers = List.copyOf(superusers);
  }

  /** Of a live server that can be asked. */
  public static Beside of(Session session, DatabaseUrl live) {
    List<String> names = new ArrayList<>(session.query(FIRST_ROLE, row -> row.text(1)));
    names.addAll(List.of(live.user(), "postgres"));
    int major =
        Integer.parseInt(String.valueOf(session.scalar("SHOW server_version_num"))) / 10_000;
    return new Beside(
        live,
        Optional.empty(),
        names.stream().distinct().toList(),
        Optional.of(major),
        FreeSpace.OF_FILES,
        () -> {});
  }

  /** Of a live server that does not answer. */
  public static Beside of(DatabaseUrl live) {
    return new Beside(
        live,
        Optional.empty(),
        List.of("postgres", live.user()).stream().distinct().toList(),
        Optional.empty(),
        FreeSpace.OF_FILES,
        () -> {});
  }

  /** The same in another folder. */
  public Beside in(Path folder) {
    return new Beside(live, Optional.of(folder), superusers, major, space, meanwhile);
  }

  /** The same with other free space. */
  public Beside with(FreeSpace other) {
    return new Beside(live, home, superusers, major, other, meanwhile);
  }

  /** The same, doing this meanwhile. */
  public Beside with(Runnable other) {
    return new Beside(live, home, superusers, major, space, other);
  }
}
