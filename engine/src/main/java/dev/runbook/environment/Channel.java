package dev.runbook.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The destination of messages to a channel.
 *
 * @param tls certificates for its server; empty if the machine's authorities are enough
 */
public record Channel(String name, Destination destination, Optional<Environment.Tls> tls) {

    /** Where the messages of a channel go. Two channels with equal destinations share one order of messages. */
    public sealed interface Destination {
        /** @throws X as the visitor does */
        <R, X extends Exception> R accept(DestinationVisitor<R, X> visitor) throws X;

        /** Returns the texts that must be opened before a message can be sent. */
        default Stream<SecretSource> secrets() {
            return Stream.empty();
        }
    }

    /** Answers for each kind of destination. */
    public interface DestinationVisitor<R, X extends Exception> {
        R console(Console console) throws X;

        R messageFile(MessageFile messageFile) throws X;

        R program(Program program) throws X;

        R hook(Hook hook) throws X;

        R email(Email email) throws X;

        R pagerDuty(PagerDuty pagerDuty) throws X;

        R sms(Sms sms) throws X;

        R statusPage(StatusPage statusPage) throws X;
    }

    /** The engine's own terminal. */
    public record Console() implements Destination {
        @Override
        public <R, X extends Exception> R accept(DestinationVisitor<R, X> visitor) throws X {
            return visitor.console(this);
        }
    }

    /** A file that messages are appended to. */
    public record MessageFile(Path path) implements Destination {
        @Override
        public <R, X extends Exception> R accept(DestinationVisitor<R, X> visitor) throws X {
            return visitor.messageFile(this);
        }
    }

    /** A program that reads the message from its standard input. */
    public record Program(List<String> command) implements Destination {
        @Override
        public <R, X extends Exception> R accept(DestinationVisitor<R, X> visitor) throws X {
            return visitor.program(this);
        }
    }

    /** An address that messages are posted to. */
    public record Hook(Format format, SecretSource address) implements Destination {
        /** What the receiver expects. */
        public enum Format {
            /** The engine's own JSON. */
            WEBHOOK,
            /** An incoming webhook of Slack. */
            SLACK,
            /** A workflow of Microsoft Teams that posts a card. */
            TEAMS;

            /** Returns the key used in the environment file. */
            String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        @Override
        public Stream<SecretSource> secrets() {
            return Stream.of(address);
        }

        @Override
        public <R, X extends Exception> R accept(DestinationVisitor<R, X> visitor) throws X {
            return visitor.hook(this);
        }
    }

    /** Recipients of e-mail. */
    public record Email(List<String> to, MailServer server) implements Destination {
        @Override
        public Stream<SecretSource> secrets() {
            return server.password().stream();
        }

        @Override
        public <R, X extends Exception> R accept(DestinationVisitor<R, X> visitor) throws X {
            return visitor.email(this);
        }
    }

    /**
     * A service of PagerDuty.
     *
     * @param url of the events API, without the path
     */
    public record PagerDuty(SecretSource routingKey, String url) implements Destination {
        public static final String URL = "https://events.pagerduty.com";

        @Override
        public Stream<SecretSource> secrets() {
            return Stream.of(routingKey);
        }

        @Override
        public <R, X extends Exception> R accept(DestinationVisitor<R, X> visitor) throws X {
            return visitor.pagerDuty(this);
        }
    }

    /**
     * Telephones that get text messages through Twilio.
     *
     * @param url of the API, without the path
     */
    public record Sms(List<String> to, String from, String account, SecretSource token, String url)
            implements Destination {
        public static final String URL = "https://api.twilio.com";

        @Override
        public Stream<SecretSource> secrets() {
            return Stream.of(token);
        }

        @Override
        public <R, X extends Exception> R accept(DestinationVisitor<R, X> visitor) throws X {
            return visitor.sms(this);
        }
    }

    /**
     * A page of Atlassian Statuspage, which shows one incident for each run.
     *
     * @param url of the API, without the path
     */
    public record StatusPage(String page, SecretSource token, String url) implements Destination {
        public static final String URL = "https://api.statuspage.io";

        @Override
        public Stream<SecretSource> secrets() {
            return Stream.of(token);
        }

        @Override
        public <R, X extends Exception> R accept(DestinationVisitor<R, X> visitor) throws X {
            return visitor.statusPage(this);
        }
    }

    /**
     * Names the text that must be opened before a message can be sent, for messages: {@code the token of channel 'x'}.
     */
    public String describeSecret() {
        if (destination instanceof Email) {
            return "the password of the mail server";
        }
        String what = destination instanceof Hook
                ? "address"
                : destination instanceof PagerDuty ? "integration key" : "token";
        return "the " + what + " of channel '" + name + "'";
    }

    /** Returns the texts that must be opened before a message can be sent, also that of the client certificate. */
    public Stream<SecretSource> secrets() {
        return Stream.concat(destination.secrets(), tls.flatMap(Environment.Tls::passphrase).stream());
    }
}
