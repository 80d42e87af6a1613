package dev.runbook.notify;

import dev.runbook.environment.MailServer;
import dev.runbook.environment.MailServer.Security;
import dev.runbook.time.Clock;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.eclipse.angus.mail.util.SocketConnectException;

/**
 * Sends messages as e-mail by SMTP. The mails of a run refer to each other, so that readers see them as one thread. An
 * address that the server accepted is not written to again.
 */
final class MailRoute implements Route {
    private static final int LONGEST_SUBJECT = 200;
    private static final String TIME_IS_OVER = "the delivery time is over";

    private final List<String> to;
    private final MailServer server;
    private final Optional<String> password;
    private final Optional<SSLSocketFactory> certificates;
    private final Clock clock;

    MailRoute(
            List<String> to,
            MailServer server,
            Optional<String> password,
            Optional<SSLSocketFactory> certificates,
            Clock clock) {
        this.to = to;
        this.server = server;
        this.password = password;
        this.certificates = certificates;
        this.clock = clock;
    }

    @Override
    public void send(Notice notice, DeliveryAttempts attempts) throws IOException {
        List<Address> left = new ArrayList<>();
        for (String address : to) {
            left.add(address(address));
        }
        attempts.repeat(() -> {
            sendTo(left, notice, attempts.left());
            return true;
        });
    }

    private static InternetAddress address(String text) throws IOException {
        try {
            return new InternetAddress(text, true);
        } catch (MessagingException malformed) {
            throw new IOException("'" + text + "' is not an e-mail address", malformed);
        }
    }

    /** Connects to the server and logs in, without a message. */
    void connect(Duration time) throws IOException {
        within(time, session -> {
            try (Transport transport = session.getTransport()) {
                connect(transport);
            }
        });
    }

    private void connect(Transport transport) throws MessagingException {
        transport.connect(server.host(), server.port(), server.user().orElse(null), password.orElse(null));
    }

    private void sendTo(List<Address> left, Notice notice, Duration time) throws IOException {
        if (time.isZero()) {
            throw new InterruptedIOException(TIME_IS_OVER);
        }
        within(time, session -> {
            MimeMessage mail = mail(session, notice);
            try (Transport transport = session.getTransport()) {
                connect(transport);
                transport.sendMessage(mail, left.toArray(Address[]::new));
            } catch (SendFailedException some) {
                left.removeAll(addresses(some.getValidSentAddresses()));
                throw rejected(some, left);
            }
        });
    }

    /** Uses a session of the mail library. */
    @FunctionalInterface
    private interface Conversation {
        void with(Session session) throws MessagingException, IOException;
    }

    private void within(Duration time, Conversation conversation) throws IOException {
        try (BoundedSockets sockets = new BoundedSockets(clock, time)) {
            try {
                conversation.with(Session.getInstance(properties(time, sockets)));
            } catch (MessagingException | IOException failed) {
                if (sockets.over()) {
                    throw (InterruptedIOException) new InterruptedIOException(TIME_IS_OVER).initCause(failed);
                }
                throw failed instanceof IOException described ? described : described((MessagingException) failed);
            }
        }
    }

    private static IOException described(MessagingException failed) {
        return failed instanceof AuthenticationFailedException
                ? new IOException("the mail server does not accept the user's password", failed)
                : failure(failed);
    }

    private Properties properties(Duration time, BoundedSockets sockets) {
        Properties all = new Properties();
        String limit = String.valueOf(Math.max(1, Math.min(Integer.MAX_VALUE, time.toMillis())));
        all.put("mail.transport.protocol", "smtp");
        for (String phase : List.of("connectiontimeout", "timeout", "writetimeout")) {
            all.put("mail.smtp." + phase, limit);
        }
        all.put("mail.smtp.auth", String.valueOf(password.isPresent()));
        all.put("mail.smtp.sendpartial", "true");
        all.put("mail.smtp.quitwait", "false");
        all.put("mail.smtp.ssl.checkserveridentity", "true");
        all.put("mail.smtp.starttls.enable", String.valueOf(server.security() == Security.STARTTLS));
        all.put("mail.smtp.starttls.required", String.valueOf(server.security() == Security.STARTTLS));
        all.put("mail.smtp.ssl.enable", String.valueOf(server.security() == Security.IMPLICIT));
        all.put("mail.smtp.socketFactory", sockets.plain());
        all.put("mail.smtp.socketFactory.fallback", "false");
        all.put("mail.smtp.ssl.socketFactory", sockets.secure(certificates.orElseGet(() ->
                (SSLSocketFactory) SSLSocketFactory.getDefault())));
        all.put("mail.smtp.from", server.from());
        return all;
    }

    private MimeMessage mail(Session session, Notice notice) throws MessagingException, IOException {
        String thread = "<" + notice.subject().replaceAll("[^A-Za-z0-9-]", "-") + "@runbook>";
        MimeMessage mail = new MimeMessage(session);
        mail.setFrom(address(server.from()));
        for (String one : to) {
            mail.addRecipient(RecipientType.TO, address(one));
        }
        mail.setSubject(MessageText.headline(notice.text(), LONGEST_SUBJECT), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(clock.wall()));
        mail.setHeader("References", thread);
        mail.setHeader("Auto-Submitted", "auto-generated");
        if (notice.html().isPresent()) {
            MimeMultipart parts = new MimeMultipart("alternative");
            parts.addBodyPart(part(notice.text(), "plain"));
            parts.addBodyPart(part(notice.html().get(), "html"));
            mail.setContent(parts);
        } else {
            mail.setText(notice.text(), StandardCharsets.UTF_8.name(), "plain");
        }
        mail.saveChanges();
        return mail;
    }

    private static MimeBodyPart part(String text, String kind) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, StandardCharsets.UTF_8.name(), kind);
        return part;
    }

    private static List<Address> addresses(Address[] some) {
        return some == null ? List.of() : Arrays.asList(some);
    }

    /** Describes a mail that the server did not accept, or not for everybody. */
    private IOException rejected(SendFailedException failed, List<Address> left) {
        int code = Stream.iterate((Exception) failed, cause -> cause instanceof MessagingException, MailRoute::next)
                .map(MailRoute::replyCode)
                .filter(reply -> reply > 0)
                .findFirst()
                .orElse(0);
        String whom = left.size() == to.size()
                ? ""
                : " for " + left.stream().map(Address::toString).collect(Collectors.joining(", "));
        String message = "the mail server did not accept the message" + whom + reason(failed);
        return code / 100 == 4
                ? new TemporaryFailureException(message, Duration.ZERO, failed)
                : new IOException(message, failed);
    }

    private static Exception next(Exception failure) {
        return ((MessagingException) failure).getNextException();
    }

    private static int replyCode(Exception failure) {
        if (failure instanceof org.eclipse.angus.mail.smtp.SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        if (failure instanceof SMTPSendFailedException send) {
            return send.getReturnCode();
        }
        return failure instanceof SMTPSenderFailedException sender ? sender.getReturnCode() : 0;
    }

    private static String reason(SendFailedException failed) {
        Exception last = failed;
        while (last instanceof MessagingException one && one.getNextException() != null) {
            last = one.getNextException();
        }
        String said = MessageText.headline(String.valueOf(last.getMessage()), LONGEST_SUBJECT);
        return said.isEmpty() ? "" : ": " + said;
    }

    private static IOException failure(MessagingException failed) {
        Exception cause = failed.getNextException();
        if (failed instanceof MailConnectException connect) {
            return new TemporaryFailureException(
                    "no connection to the mail server " + connect.getHost() + ":" + connect.getPort(),
                    Duration.ZERO,
                    failed);
        }
        String message = MessageText.headline(String.valueOf(failed.getMessage()), LONGEST_SUBJECT);
        boolean lasting = cause instanceof SSLException || cause == null;
        return lasting
                ? new IOException("the mail server: " + message + because(cause), failed)
                : new TemporaryFailureException("the mail server: " + message + because(cause), Duration.ZERO, failed);
    }

    private static String because(Exception cause) {
        return cause == null || cause instanceof SocketConnectException ? "" : ": " + cause.getMessage();
    }
}
