package dev.runbook.lab.mail;

import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.runbook.AuthorException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mail server that accepts mail to any address, in clear text, and stores it as {@code ADDRESS/0001.eml}, once for
 * each recipient. Thread-safe.
 */
public final class MailReceiver implements AutoCloseable {
    private static final long LONGEST_START_MS = 10_000;

    private final GreenMail server;
    private final Path folder;
    private final AtomicInteger received = new AtomicInteger();

    private MailReceiver(GreenMail server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** @throws AuthorException when the port is in use */
    public static MailReceiver start(InetSocketAddress at, Path folder) {
        ServerSetup setup = new ServerSetup(at.getPort(), at.getHostString(), ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(LONGEST_START_MS);
        MailReceiver receiver = new MailReceiver(new GreenMail(setup), folder);
        UserManager users = receiver.server.getUserManager();
        users.setMessageDeliveryHandler((message, address) -> receiver.keep(users, message, address));
        try {
            receiver.server.start();
        } catch (IllegalStateException occupied) {
            receiver.close();
            throw new AuthorException(
                    "the mail server cannot listen on " + at.getHostString() + ":" + at.getPort()
                            + ": is another program using the port?",
                    occupied);
        }
        return receiver;
    }

    private GreenMailUser keep(UserManager users, MovingMessage message, MailAddress address)
            throws MessagingException, UserException {
        String name = address.getEmail().replaceAll("[^A-Za-z0-9@._-]", "_").replaceFirst("^[.]", "_");
        try {
            Path mailbox = Files.createDirectories(folder.resolve(name));
            try (OutputStream file =
                    Files.newOutputStream(mailbox.resolve("%04d.eml".formatted(received.incrementAndGet())))) {
                message.getMessage().writeTo(file);
            }
        } catch (IOException unwritable) {
            throw new MessagingException("the mail cannot be stored", unwritable);
        }
        GreenMailUser known = users.getUserByEmail(address.getEmail());
        return known == null ? users.createUser(address.getEmail(), address.getEmail(), address.getEmail()) : known;
    }

    @Override
    public void close() {
        server.stop();
    }
}
