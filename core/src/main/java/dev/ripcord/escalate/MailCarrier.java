package dev.ripcord.escalate;

import dev.ripcord.exchange.Errand;
import dev.ripcord.exchange.Text;
import dev.ripcord.migration.Channel;
import dev.ripcord.migration.Contacts.Contact;
import dev.ripcord.secret.Filling;
import dev.ripcord.secret.Redactor;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Sends a letter by e-mail. */
final class MailCarrier implements Carrier {
  private final Channel.Smtp channel;
  private final Filling filling;
  private final Redactor redactor;

  MailCarrier(Channel.Smtp channel, Filling filling, Redactor redactor) {
    this.channel = channel;
    this.filling = filling;
    this.redactor = redactor;
  }

  /** On a thread of its own: a server that says one byte now and then meets no socket timeout. */
  @Override
  public Carried carry(Letter letter) {
    Duration timeout = channel.patience().timeout();
    try {
      return Errand.run(channel.server().host(), () -> sent(letter), timeout);
    } catch (TimeoutException e) {
      return Carried.Failed.forNow("the mail was not taken within " + Text.seconds(timeout));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      return Carried.Failed.forGood(said(cause == null ? e : cause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Carried.Failed.forGood("ripcord ended meanwhile");
    }
  }

  private Carried sent(Letter letter) {
    Set<String> to = recipients(letter);
    if (to.isEmpty()) {
      return Carried.Failed.forGood("nobody it is for has an e-mail address");
    }
    try {
      Session session = Session.getInstance(properties());
      MimeMessage message = message(session, letter, to);
      try (Transport transport = session.getTransport("smtp")) {
        Channel.Server server = channel.server();
        Optional<Channel.Login> login = channel.login();
        transport.connect(
            server.host(),
            server.port(),
            login.map(it -> filling.text(it.user())).orElse(null),
            login.map(it -> filling.text(it.password())).orElse(null));
        transport.sendMessage(message, message.getAllRecipients());
      }
      return new Carried.Taken();
    } catch (AuthenticationFailedException e) {
      return Carried.Failed.forGood("the server refuses user or password: " + said(e));
    } catch (SendFailedException e) {
      return new Carried.Failed(said(e), !permanent(e), Optional.empty());
    } catch (MessagingException | IOException e) {
      return Carried.Failed.forNow(said(e));
    } catch (GeneralSecurityException e) {
      return Carried.Failed.forGood("the file of ca cannot be used: " + said(e));
    }
  }

  private Set<String> recipients(Letter letter) {
    Set<String> to = new TreeSet<>();
    letter.to().stream().map(Contact::email).flatMap(Optional::stream).forEach(to::add);
    if (letter.to().isEmpty()) {
      to.addAll(channel.to());
    }
    return to;
  }

  private MimeMessage message(Session session, Letter letter, Set<String> to)
      throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(channel.from()));
    for (String each : to) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(each));
    }
    message.setSubject(letter.title(), "UTF-8");
    message.setText(letter.text(), "UTF-8");
    // or vacation notices come back (RFC 3834, section 5)
    message.setHeader("Auto-Submitted", "auto-generated");
    message.saveChanges();
    return message;
  }

  private Properties properties() throws IOException, GeneralSecurityException {
    String millis = Long.toString(channel.patience().timeout().toMillis());
    Properties properties = new Properties();
    for (String each : List.of("connectiontimeout", "timeout", "writetimeout")) {
      properties.setProperty("mail.smtp." + each, millis);
    }
    properties.setProperty("mail.smtp.auth", Boolean.toString(channel.login().isPresent()));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    switch (channel.server().tls()) {
      case STARTTLS -> {
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
      }
      case IMPLICIT -> properties.setProperty("mail.smtp.ssl.enable", "true");
      case NONE -> properties.setProperty("mail.smtp.starttls.enable", "false");
    }
    if (channel.server().ca().isPresent()) {
      properties.put(
          "mail.smtp.ssl.socketFactory", Authorities.trusting(channel.server().ca().get()));
    }
    return properties;
  }

  /** A reply of 500 to 599 says that the same will never be taken (RFC 5321, section 4.2.1). */
  private static boolean permanent(MessagingException failure) {
    for (Exception each = failure;
        each instanceof MessagingException it;
        each = it.getNextException()) {
      int code =
          switch (it) {
            case SMTPSendFailedException send -> send.getReturnCode();
            case SMTPAddressFailedException address -> address.getReturnCode();
            default -> 0;
          };
      if (code / 100 == 5) {
        return true;
      }
    }
    return false;
  }

  private String said(Throwable failure) {
    String message = failure.getMessage();
    String plain = message == null ? failure.getClass().getSimpleName() : message;
    return Text.line(Text.plain(redactor.redact(plain)));
  }
}
