package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server that takes connections with TLS only, and the certificates to trust it or not. */
public final class TlsServer implements AutoCloseable {
  private final ServerProcess server;
  private final Path folder;

  private TlsServer(ServerProcess server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /**
   * Skips the test where there is no openssl to make certificates with, which CI does not allow.
   *
   * @param folder for certificates, which the server's user must be able to enter
   */
  public static TlsServer start(Path folder) throws IOException, InterruptedException {
    if (!onThePath("openssl")) {
      MissingProgram.skip("no openssl on the PATH");
    }
    for (String authority : List.of("right", "wrong")) {
      run(
          folder,
          List.of(
              ("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=" + authority)
                  .concat(" -keyout " + authority + ".key -out " + authority + ".crt")
                  .split(" ")));
    }
    run(
        folder,
        List.of(
            "openssl req -newkey rsa:2048 -nodes -subj /CN=server -keyout server.key -out server.csr"
                .split(" ")));
    Path unused = Files.writeString(folder.resolve("names"), "subjectAltName=IP:127.0.0.1\n");
    run(
        folder,
        List.of(
            ("openssl x509 -req -in server.csr -CA right.crt -CAkey right.key -CAcreateserial"
                    + " -days 2 -extfile names -out server.crt")
                .split(" ")));
    Path rules =
        Files.writeString(
            folder.resolve("pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
    ScratchUser user = ScratchUser.here();
    if (user.kind() == ScratchUser.Kind.NOBODY) {
      run(folder, List.of("chown", "-R", String.valueOf(user.owner()), "."));
    }
    ServerProcess server =
        ScratchServer.start(
            ScratchOptions.defaults()
                .withSetting("ssl", "on")
                .withSetting("ssl_cert_file", folder.resolve("server.crt").toString())
                .withSetting("ssl_key_file", folder.resolve("server.key").toString())
                .withSetting("hba_file", rules.toString()));
    return new TlsServer(server, folder);
  }

  /** The server's address without a word of TLS. */
  public DatabaseUrl url() {
    return server.url();
  }

  /**
   * As somebody would write it who verifies the server.
   *
   * @param authority {@code right} or {@code wrong}
   */
  public DatabaseUrl verifying(String host, String authority) {
    DatabaseUrl url = server.url();
    return DatabaseUrl.parse(
        "postgres://%s:%s@%s:%d/%s?sslmode=verify-full&sslrootcert=%s"
            .formatted(
                url.user(),
                url.password(),
                host,
                url.port(),
                url.database(),
                folder.resolve(authority + ".crt")));
  }

  @Override
  public void close() {
    server.close();
  }

  private static boolean onThePath(String program) {
    for (String place : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(place, program))) {
        return true;
      }
    }
    return false;
  }

  private static void run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(new ArrayList<>(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }
}
