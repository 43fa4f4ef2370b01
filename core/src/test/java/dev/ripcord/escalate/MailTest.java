package dev.ripcord.escalate;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Template;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real SMTP server takes what is sent, or refuses it. */
class MailTest {
  private GreenMail server =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private static Channel.Smtp mail(int port, Optional<Channel.Login> login, Channel.Tls tls) {
    return new Channel.Smtp(
        "ops",
        new Channel.Server("127.0.0.1", port, tls, Optional.empty()),
        login,
        "ripcord@shop.example",
        List.of("all@shop.example"),
        Desk.patience(Duration.ofSeconds(5), 1));
  }

  private int port() {
    return server.getSmtp().getPort();
  }

  private static Optional<Channel.Login> login() {
    return Optional.of(new Channel.Login(new Template("ripcord"), new Template("${env:TOKEN}")));
  }

  @Test
  void arrives() throws Exception {
    try (Desk desk = new Desk(mail(port(), Optional.empty(), Channel.Tls.NONE))) {
      desk.outbox.send("ops", Desk.letter("Größe < 5 %"));
      assertThat(desk.next().words()).isEqualTo("ops: sent");
      MimeMessage[] messages = server.getReceivedMessages();
      assertThat(messages).hasSize(1);
      assertThat(messages[0].getSubject()).isEqualTo("Größe < 5 %");
      assertThat(messages[0].getFrom()[0]).hasToString("ripcord@shop.example");
      assertThat(messages[0].getAllRecipients()[0]).hasToString("ada@shop.example");
      assertThat(messages[0].getHeader("Auto-Submitted")).containsExactly("auto-generated");
      assertThat(GreenMailUtil.getBody(messages[0])).contains("a < b & c").contains("second line");
    }
  }

  @Test
  void whatIsForNobodyInParticularGoesToTheChannelsOwn() throws Exception {
    try (Desk desk = new Desk(mail(port(), Optional.empty(), Channel.Tls.NONE))) {
      desk.outbox.send("ops", Desk.letter("hello").to(List.of()));
      assertThat(desk.next()).isInstanceOf(Delivery.Sent.class);
      assertThat(server.getReceivedMessages()[0].getAllRecipients()[0])
          .hasToString("all@shop.example");
    }
  }

  @Test
  void logsIn() throws Exception {
    server.setUser("ada@shop.example", "ripcord", Desk.TOKEN);
    server.getManagers().getUserManager().setAuthRequired(true);
    try (Desk desk = new Desk(mail(port(), login(), Channel.Tls.NONE))) {
      desk.outbox.send("ops", Desk.letter("hello"));
      assertThat(desk.next().words()).isEqualTo("ops: sent");
    }
  }

  @Test
  void aWrongPasswordIsNotTriedAgainAndNotTold() throws Exception {
    server.setUser("ada@shop.example", "ripcord", "another one");
    server.getManagers().getUserManager().setAuthRequired(true);
    try (Desk desk = new Desk(mail(port(), login(), Channel.Tls.NONE))) {
      desk.outbox.send("ops", Desk.letter("hello"));
      assertThat(desk.next().words())
          .startsWith("ops: given up after 1 attempt: the server refuses user or password")
          .doesNotContain(Desk.TOKEN);
    }
  }

  @Test
  void goesNowhereInTheOpenWhereTlsIsWanted() throws Exception {
    try (Desk desk = new Desk(mail(port(), Optional.empty(), Channel.Tls.STARTTLS))) {
      desk.outbox.send("ops", Desk.letter("hello"));
      assertThat(desk.next().words()).contains("STARTTLS");
      assertThat(server.getReceivedMessages()).isEmpty();
    }
  }

  @Test
  void aServerThatSaysNothingIsLetGo() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Desk desk =
            new Desk(
                new Channel.Smtp(
                    "ops",
                    new Channel.Server(
                        "127.0.0.1", silent.getLocalPort(), Channel.Tls.NONE, Optional.empty()),
                    Optional.empty(),
                    "ripcord@shop.example",
                    List.of(),
                    Desk.patience(Duration.ofSeconds(1), 1)))) {
      desk.outbox.send("ops", Desk.letter("hello"));
      assertThat(desk.next().words()).startsWith("ops: given up after 2 attempts");
    }
  }

  @Test
  void nobodyIsThere() throws IOException, InterruptedException {
    int port = port();
    server.stop();
    try (Desk desk = new Desk(mail(port, Optional.empty(), Channel.Tls.NONE))) {
      desk.outbox.send("ops", Desk.letter("hello"));
      assertThat(desk.next().words()).startsWith("ops: given up after 2 attempts");
    }
  }
}
