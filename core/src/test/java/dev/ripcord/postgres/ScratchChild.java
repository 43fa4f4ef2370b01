package dev.ripcord.postgres;

import java.nio.file.Path;

/** The main class of a child JVM that starts a server and waits for its end. */
final class ScratchChild {
  private ScratchChild() {}

  /**
   * @param arguments the home, or nothing for the default
   */
  public static void main(String[] arguments) throws Exception {
    ScratchOptions options = ScratchOptions.defaults();
    if (arguments.length > 0) {
      options = options.withHome(Path.of(arguments[0]));
    }
    ServerProcess server = ScratchServer.start(options);
    try (Session session = Session.open(server.url(), "child")) {
      System.out.println(session.scalar("SELECT current_user"));
    }
    System.out.println(((ScratchServer) server).files());
    int unused = System.in.read();
    server.close();
  }
}
