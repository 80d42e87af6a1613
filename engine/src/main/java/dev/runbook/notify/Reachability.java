package dev.runbook.notify;

import dev.runbook.AuthorException;
import dev.runbook.environment.Channel;
import dev.runbook.environment.Environment;
import dev.runbook.environment.SecretSource;
import dev.runbook.proxy.Proxies;
import dev.runbook.time.Clock;
import dev.runbook.tls.ServiceTls;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import okhttp3.HttpUrl;

/** Finds out whether the receiver of a channel can be reached, without sending a message. */
public final class Reachability {
    private final Environment environment;
    private final Duration limit;

    /** @param limit for each channel */
    public Reachability(Environment environment, Duration limit) {
        this.environment = environment;
        this.limit = limit;
    }

    /**
     * Returns what was reached, for people; empty where nothing can be tried.
     *
     * @throws IOException with one line for people, without the channel's address, which may be a secret
     * @throws AuthorException when a secret or a certificate cannot be opened
     */
    public Optional<String> of(Channel channel) throws IOException {
        return channel.destination().accept(new ReachedBy(channel));
    }

    /** Tries the receiver of a destination; nothing can be tried of a program, or of this terminal. */
    private final class ReachedBy implements Channel.DestinationVisitor<Optional<String>, IOException> {
        private final Channel channel;

        ReachedBy(Channel channel) {
            this.channel = channel;
        }

        @Override
        public Optional<String> console(Channel.Console console) {
            return Optional.empty();
        }

        @Override
        public Optional<String> program(Channel.Program program) {
            return Optional.empty();
        }

        @Override
        public Optional<String> messageFile(Channel.MessageFile file) throws IOException {
            return Optional.of(new FileRoute(file.path(), Clock.system()).check());
        }

        @Override
        public Optional<String> email(Channel.Email email) throws IOException {
            return Optional.of(mail(email));
        }

        @Override
        public Optional<String> hook(Channel.Hook hook) throws IOException {
            return connect(open(hook.address(), channel.describeSecret()), channel);
        }

        @Override
        public Optional<String> pagerDuty(Channel.PagerDuty pager) throws IOException {
            return connect(pager.url(), channel);
        }

        @Override
        public Optional<String> sms(Channel.Sms sms) throws IOException {
            return connect(sms.url(), channel);
        }

        @Override
        public Optional<String> statusPage(Channel.StatusPage page) throws IOException {
            return connect(page.url(), channel);
        }
    }

    /** Finds out whether the server of an address can be reached. */
    public Optional<String> of(SecretSource address, String what) throws IOException {
        return connect(open(address, what), Optional.empty());
    }

    private String open(SecretSource source, String what) {
        return environment.secrets().open(source, what);
    }

    private String mail(Channel.Email email) throws IOException {
        Optional<SSLSocketFactory> certificates = email.server()
                .tls()
                .map(tls -> ServiceTls.of("mail", tls, environment.secrets()).factory());
        Optional<String> password =
                email.server().password().map(source -> open(source, "the password of the mail server"));
        new MailRoute(email.to(), email.server(), password, certificates, Clock.system()).connect(limit);
        return password.isPresent() ? "the mail server accepts the login" : "the mail server answers";
    }

    private Optional<String> connect(String address, Channel channel) throws IOException {
        return connect(
                address,
                channel.tls()
                        .map(tls -> ServiceTls.of("channel '" + channel.name() + "'", tls, environment.secrets())
                                .factory()));
    }

    private Optional<String> connect(String address, Optional<SSLSocketFactory> certificates) throws IOException {
        HttpUrl url = Receiver.request(address).build().url();
        if (Proxies.ofMachine().shown(url.scheme(), url.host(), url.port()).isPresent()) {
            return Optional.empty(); // only a request goes through a proxy
        }
        try (Socket socket = new Socket()) {
            int ms = Math.toIntExact(limit.toMillis());
            socket.connect(new InetSocketAddress(url.host(), url.port()), ms);
            socket.setSoTimeout(ms);
            if (url.isHttps()) {
                handshake(socket, url, certificates.orElseGet(() -> (SSLSocketFactory) SSLSocketFactory.getDefault()));
            }
            return Optional.of("the server answers");
        } catch (UnknownHostException unknown) {
            throw new IOException("the server's name is not known", unknown);
        } catch (SocketTimeoutException late) {
            throw new IOException("the server does not answer within " + limit.toSeconds() + "s", late);
        } catch (ConnectException refused) {
            throw new IOException("the server cannot be reached: " + reason(refused), refused);
        } catch (SSLException untrusted) {
            throw new IOException("no secure connection: " + reason(untrusted), untrusted);
        } catch (IOException | IllegalArgumentException broken) {
            throw new IOException("the server cannot be reached: " + reason(broken), broken);
        }
    }

    private static String reason(Exception fault) {
        return MessageText.headline(String.valueOf(fault.getMessage()), 120);
    }

    private static void handshake(Socket socket, HttpUrl url, SSLSocketFactory factory) throws IOException {
        try (SSLSocket secure = (SSLSocket) factory.createSocket(socket, url.host(), url.port(), true)) {
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
        }
    }
}
