package dev.ripcord.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ripcord.problem.ProblemCode;
import dev.ripcord.problem.RipcordException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScratchServerTest {
  @Test
  void isFitForRehearsals() {
    try (ServerProcess server = ScratchServer.start(ScratchOptions.defaults());
        Session session = Session.open(server.url(), "test")) {
      assertThat(session.scalar("SHOW server_version")).startsWith(server.version());
      assertThat(session.scalar("SHOW fsync")).isEqualTo("off");
      assertThat(session.scalar("SHOW full_page_writes")).isEqualTo("off");
      assertThat(session.scalar("SHOW synchronous_commit")).isEqualTo("on");
      assertThat(session.scalar("SHOW wal_level")).isEqualTo("logical");
      assertThat(session.scalar("SHOW max_connections")).isEqualTo("60");
      assertThat(session.scalar("SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(session.scalar("SELECT datcollate FROM pg_database WHERE datname = 'postgres'"))
          .isEqualTo("C.UTF-8");
    }
  }

  @Test
  void letsNobodyElseIn() throws IOException {
    try (ServerProcess server = ScratchServer.start(ScratchOptions.defaults())) {
      DatabaseUrl url = server.url();
      for (String wrong : List.of("", "wrong", url.password() + "0")) {
        DatabaseUrl intruder =
            new DatabaseUrl(url.host(), url.port(), "postgres", "postgres", wrong, Map.of());
        assertThatThrownBy(() -> Session.open(intruder, "test").close())
            .isInstanceOf(DatabaseException.class)
            .hasMessageContaining("password");
      }
      assertThat(url.password()).hasSize(64);
      try (Session session = Session.open(url, "test")) {
        assertThat(session.scalar("SHOW listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(session.scalar("SHOW unix_socket_directories")).isEmpty();
        assertThat(session.query("SELECT auth_method FROM pg_hba_file_rules", row -> row.text(1)))
            .isNotEmpty()
            .containsOnly("scram-sha-256");
      }
      Path files = ((ScratchServer) server).files();
      assertThat(files.resolve("password")).doesNotExist();
      assertThat(holders(files, url.password())).isEmpty();
      assertThat(commandLines()).anyMatch(line -> line.contains(files.toString()));
      assertThat(commandLines()).noneMatch(line -> line.contains(url.password()));
    }
  }

  private static List<Path> holders(Path files, String password) throws IOException {
    try (Stream<Path> all = Files.walk(files)) {
      return all.filter(Files::isRegularFile).filter(file -> contains(file, password)).toList();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      // the server removes files while we look
      return false;
    }
  }

  private static List<String> commandLines() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .toList();
  }

  @Test
  void leavesNothingBehind() {
    ScratchServer server = (ScratchServer) ScratchServer.start(ScratchOptions.defaults());
    assertThat(server.files()).isDirectory();
    server.close();
    assertThat(server.files()).doesNotExist();
    assertThat(processesOf(server.files())).isEmpty();
    assertThatThrownBy(() -> Session.open(server.url(), "test").close())
        .isInstanceOf(DatabaseException.class);
  }

  static List<ProcessHandle> processesOf(Path files) {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(files.toString()))
        .toList();
  }

  @Test
  void twoLiveSideBySide() {
    try (ServerProcess one = ScratchServer.start(ScratchOptions.defaults());
        ServerProcess other = ScratchServer.start(ScratchOptions.defaults());
        Session first = Session.open(one.url(), "test");
        Session second = Session.open(other.url(), "test")) {
      assertThat(first.scalar("SHOW port")).isNotEqualTo(second.scalar("SHOW port"));
    }
  }

  @Test
  void saysWhichVersionsThereAre() {
    assertThatThrownBy(() -> ScratchServer.start(ScratchOptions.defaults().withMajor(9)).close())
        .isInstanceOf(RipcordException.class)
        .hasMessageContaining("no binaries of PostgreSQL 9")
        .hasMessageContaining("18]); install its server")
        .hasMessageContaining("--scratch URL")
        .extracting(failure -> ((RipcordException) failure).code())
        .isEqualTo(ProblemCode.ENVIRONMENT);
  }

  @Test
  void showsTheLogOfAServerThatDoesNotStart() {
    assertThatThrownBy(
            () ->
                ScratchServer.start(
                        ScratchOptions.defaults().withSetting("no_such_setting", "it's"))
                    .close())
        .isInstanceOf(RipcordException.class)
        .hasMessageContaining("ended at once")
        .hasMessageContaining("unrecognized configuration parameter \"no_such_setting\"");
  }

  @Test
  void givesUpInTime() {
    ScratchOptions hurried =
        new ScratchOptions(
            ScratchOptions.defaults().major(),
            ScratchOptions.defaults().home(),
            Map.of(),
            Duration.ofMillis(1));
    assertThatThrownBy(() -> ScratchServer.start(hurried).close())
        .isInstanceOf(RipcordException.class)
        .hasMessageContaining("did not start within");
  }
}
