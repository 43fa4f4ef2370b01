package dev.ripcord.recover;

import dev.ripcord.postgres.RestoredServer;
import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A restored cluster that was left to people: whole, stopped, with settings of its own.
 *
 * @param stop what the server said of where it stopped
 * @param start commands that start it as it is
 * @param live what makes it the live one, in order
 */
public record WholeCluster(
    Path data,
    Backup backup,
    Target target,
    String stop,
    Restored.Measured measured,
    List<String> start,
    List<String> live) {
  private static final String HOME = ".ripcord-restored";

  public WholeCluster {
    start = List.copyOf(start);
    live = List.copyOf(live);
  }

  /** Where it shall be, if it may be there. */
  static Path place(Path into) {
    Path place = into.toAbsolutePath().normalize();
    Path parent = place.getParent();
    if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
      throw refused(place + " cannot be made: the folder around it is not there, or not ours");
    }
    if (!Files.exists(place)) {
      return place;
    }
    if (Files.exists(place.resolve("postmaster.pid"))) {
      throw refused("in " + place + " is a cluster whose server runs, or crashed");
    }
    try (Stream<Path> files = Files.list(place)) {
      if (files.findAny().isPresent()) {
        throw refused(place + " is not empty; name a folder that is, or that is not there");
      }
      return place;
    } catch (IOException e) {
      throw refused(place + " cannot be read: " + e.getMessage());
    }
  }

  private static RipcordException refused(String why) {
    return new RipcordException(ProblemCode.REFUSED, why);
  }

  /** In a folder beside it until it is whole: who is killed before leaves nothing in its place. */
  static WholeCluster restore(
      Provider.Physical provider, List<Backup> backups, Target target, Beside beside, Path place) {
    Path home = place.resolveSibling(HOME);
    try (RestoredCluster restored =
        (RestoredCluster)
            Recoverer.required(Restored.first(provider, backups, target, beside.in(home)))) {
      restored.promote();
      RestoredServer server = restored.server();
      server.stop();
      int port = freePort();
      settle(server, restored.least(), port);
      Files.deleteIfExists(place);
      Path moved = Files.move(server.data(), place, StandardCopyOption.ATOMIC_MOVE);
      return new WholeCluster(
          moved,
          restored.backup(),
          target,
          restored.stop(),
          restored.measured(),
          start(restored, moved, port),
          live(moved));
    } catch (IOException e) {
      throw new RipcordException(
          ProblemCode.ENVIRONMENT, "the restored cluster cannot be put into its place: " + e, e);
    } finally {
      tidy(home);
    }
  }

  private static void settle(RestoredServer server, Map<String, String> least, int port)
      throws IOException {
    Path data = server.data();
    Map<String, String> settings = new TreeMap<>(RestoredCluster.safe(least));
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("port", String.valueOf(port));
    settings.put("unix_socket_directories", "/tmp");
    settings.put("cluster_name", "restored by ripcord");
    write(data.resolve("postgresql.conf"), RestoredServer.text(settings));
    write(data.resolve("postgresql.auto.conf"), "");
    write(data.resolve("pg_ident.conf"), "");
    write(
        data.resolve("pg_hba.conf"),
        "local all all peer\nhost all all 127.0.0.1/32 scram-sha-256\n");
    for (String gone : List.of("recovery.signal", "standby.signal", "postmaster.opts")) {
      boolean unused = Files.deleteIfExists(data.resolve(gone));
    }
    server.adopt();
  }

  private static void write(Path file, String text) throws IOException {
    Path unused = Files.writeString(file, text);
  }

  private static List<String> start(RestoredCluster restored, Path data, int port) {
    List<String> words = new ArrayList<>(restored.server().as().prefix());
    words.add(restored.programs().program("pg_ctl").toString());
    words.addAll(List.of("start", "--wait", "-D", data.toString()));
    words.addAll(List.of("-l", data.resolve("server.log").toString()));
    return List.of(
        String.join(" ", words.stream().map(ByHand::quoted).toList()),
        "psql -h /tmp -p " + port + " lets the owner of its files in");
  }

  private static List<String> live(Path data) {
    List<String> steps = new ArrayList<>();
    steps.add(
        "stop every client, then the live server, and keep its folder: it has what came later");
    steps.add("stop this one, and put " + data + " where the service expects its data folder");
    try (Stream<Path> files = Files.list(data)) {
      files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".live"))
          .sorted()
          .forEach(
              name ->
                  steps.add(
                      "%s has the live server's settings: mv %s %s"
                          .formatted(
                              name,
                              ByHand.quoted(data.resolve(name).toString()),
                              ByHand.quoted(
                                  data.resolve(name.substring(0, name.length() - 5)).toString()))));
    } catch (IOException e) {
      steps.add("files ending in .live have the live server's settings: " + e.getMessage());
    }
    steps.add("start the service, and take a new backup at once: this is a new timeline");
    return steps;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Another restore may be at work in it, and then it stays. */
  private static void tidy(Path home) {
    try (Stream<Path> files = Files.list(home)) {
      if (files.allMatch(file -> file.endsWith("lock"))) {
        boolean lock = Files.deleteIfExists(home.resolve("lock"));
        boolean unused = lock && Files.deleteIfExists(home);
      }
    } catch (IOException e) {
      // an empty folder more is no reason to call a restore failed
      return;
    }
  }
}
