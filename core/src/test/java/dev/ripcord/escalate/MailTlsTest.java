package dev.ripcord.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.ripcord.migration.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail server that speaks TLS from the first byte, with a certificate of the house. */
class MailTlsTest {
  @TempDir private static Path folder;
  private static GreenMail server;

  @BeforeAll
  static void start() throws Exception {
    Path store = folder.resolve("server.p12");
    keytool(
        "-genkeypair -alias server -dname CN=mail.example -ext san=ip:127.0.0.1 -keyalg RSA"
            + " -validity 2 -storetype PKCS12 -storepass changeit -keystore "
            + store);
    keytool(
        "-exportcert -rfc -alias server -storepass changeit -keystore "
            + store
            + " -file "
            + folder.resolve("ca.pem"));
    System.setProperty("greenmail.tls.keystore.file", store.toString());
    System.setProperty("greenmail.tls.keystore.password", "changeit");
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
    System.clearProperty("greenmail.tls.keystore.file");
    System.clearProperty("greenmail.tls.keystore.password");
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                (Path.of(System.getProperty("java.home"), "bin", "keytool") + " " + arguments)
                    .split(" "))
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }

  private static Channel.Smtp mail(String host, Optional<String> ca) {
    return new Channel.Smtp(
        "ops",
        new Channel.Server(host, server.getSmtps().getPort(), Channel.Tls.IMPLICIT, ca),
        Optional.empty(),
        "ripcord@shop.example",
        List.of(),
        Desk.patience(Duration.ofSeconds(5), 1));
  }

  @Test
  void isBelievedByTheCertificateThatTheFileNames() throws Exception {
    Optional<String> ca = Optional.of(folder.resolve("ca.pem").toString());
    try (Desk desk = new Desk(mail("127.0.0.1", ca))) {
      desk.outbox.send("ops", Desk.letter("behind TLS"));
      assertThat(desk.next().words()).isEqualTo("ops: sent");
    }
    assertThat(server.getReceivedMessages())
        .anySatisfy(mail -> assertThat(mail.getSubject()).isEqualTo("behind TLS"));
  }

  @Test
  void isNotBelievedWithout() throws Exception {
    try (Desk desk = new Desk(mail("127.0.0.1", Optional.empty()))) {
      desk.outbox.send("ops", Desk.letter("to a stranger"));
      assertThat(desk.next()).isInstanceOf(Delivery.GivenUp.class);
    }
    assertThat(server.getReceivedMessages())
        .allSatisfy(mail -> assertThat(mail.getSubject()).isNotEqualTo("to a stranger"));
  }

  @Test
  void isNotBelievedUnderAnotherName() throws Exception {
    Optional<String> ca = Optional.of(folder.resolve("ca.pem").toString());
    try (Desk desk = new Desk(mail("localhost", ca))) {
      desk.outbox.send("ops", Desk.letter("to an impostor"));
      assertThat(desk.next()).isInstanceOf(Delivery.GivenUp.class);
    }
    assertThat(server.getReceivedMessages())
        .allSatisfy(mail -> assertThat(mail.getSubject()).isNotEqualTo("to an impostor"));
  }
}
