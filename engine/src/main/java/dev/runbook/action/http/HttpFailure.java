package dev.runbook.action.http;

import dev.runbook.environment.Environment.Service;
import dev.runbook.environment.Environment.Tls;
import dev.runbook.time.TimeText;
import dev.runbook.tls.ClientIdentity;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;

/** Describes in one line why there was no response, with the cure where there is one. */
final class HttpFailure {
    /** OkHttp's message when a proxy opened no tunnel. */
    private static final Pattern TUNNEL = Pattern.compile("Unexpected response code for CONNECT: (\\d+)");

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");
    private static final Pattern NAMES = Pattern.compile("subjectAltNames: \\[([^\\]]*)]");

    /** What servers report when the client should have presented a certificate. */
    private static final Set<String> NO_CERTIFICATE = Set.of("certificate_required", "bad_certificate");

    private final HttpUrl url;
    private final String server;
    private final Optional<Service> service;
    private final ClientIdentity identity;
    private final Optional<String> proxy;

    /**
     * @param service the service that was called; empty for another server
     * @param identity the client certificate that was presented
     * @param proxy the proxy that was used; empty if none
     */
    HttpFailure(HttpUrl url, Optional<Service> service, ClientIdentity identity, Optional<String> proxy) {
        this.identity = identity;
        this.proxy = proxy;
        this.url = url;
        this.server = url.host() + ":" + url.port();
        this.service = service;
    }

    String of(IOException failure) {
        Optional<String> ofProxy = proxy.flatMap(through -> ofProxy(through, failure));
        return ofProxy.isPresent() ? ofProxy.get() : ofServer(failure);
    }

    /** Describes a failure of the proxy, as opposed to the server behind it. */
    private Optional<String> ofProxy(String through, IOException failure) {
        if (failure instanceof UnknownHostException) {
            return Optional.of("the host of " + through + " is not known (no address found by name)");
        }
        if (failure instanceof ConnectException) {
            return Optional.of("no connection to " + through + ": " + innermost(failure));
        }
        if (failure instanceof SocketTimeoutException && message(failure).contains("connect")) {
            return Optional.of("no connection to " + through + " within " + TimeText.of(HttpConnections.CONNECT));
        }
        Matcher refused = TUNNEL.matcher(message(failure));
        if (refused.find()) {
            return Optional.of(through + " refused to connect to " + server + " (status " + refused.group(1)
                    + "); servers in no_proxy are contacted directly");
        }
        return message(failure).contains("authenticate with proxy")
                ? Optional.of(through + " rejected the user and password in the variable, or requires them")
                : Optional.empty();
    }

    private String ofServer(IOException failure) {
        if (failure instanceof UnknownHostException) {
            return "host '" + url.host() + "' is not known (no address found by name)";
        }
        if (failure instanceof SSLPeerUnverifiedException) {
            return otherHost(message(failure));
        }
        if (failure instanceof SSLException) {
            return tls(failure);
        }
        if (failure instanceof BodyReader.InvalidBody || failure instanceof FileContent.Unsent) {
            return failure.getMessage();
        }
        if (failure instanceof SocketTimeoutException && message(failure).contains("connect")) {
            return "no connection to " + server + " within " + TimeText.of(HttpConnections.CONNECT);
        }
        if (failure instanceof InterruptedIOException) {
            return "no answer from " + server + " in time";
        }
        if (failure instanceof ConnectException) {
            return "no connection to " + server + ": " + innermost(failure);
        }
        if (isEnd(failure)) {
            return server + " closed the connection before it answered" + perhapsRefused();
        }
        if (failure instanceof ProtocolException) {
            return server + " did not respond with HTTP (" + innermost(failure) + ")" + perhapsRefused();
        }
        return "connection to " + server + " lost: " + innermost(failure) + perhapsRefused();
    }

    /** Describes the failure of a response whose body is incomplete. */
    String inBody(IOException failure) {
        return isEnd(failure) ? server + " closed the connection" : of(failure);
    }

    /** Detects the end of a stream that OkHttp reports with a message meant for developers only. */
    private static boolean isEnd(IOException failure) {
        return cause(failure, EOFException.class).isPresent()
                || (failure instanceof ProtocolException && message(failure).contains("unexpected end of stream"));
    }

    /**
     * Returns how the server rejected the client certificate or its absence: no part of the request was carried out.
     */
    static Optional<String> refusal(IOException failure) {
        Matcher alert = ALERT.matcher(message(failure));
        return failure instanceof SSLException && alert.find() ? Optional.of(alert.group(1)) : Optional.empty();
    }

    private String tls(IOException failure) {
        Optional<String> refusal = refusal(failure);
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        Optional<CertPathValidatorException> invalid = cause(failure, CertPathValidatorException.class);
        if (cause(failure, CertificateExpiredException.class).isPresent()) {
            return "the certificate of " + server + " expired" + dated(invalid, X509Certificate::getNotAfter)
                    + ": it must be renewed there";
        }
        if (cause(failure, CertificateNotYetValidException.class).isPresent()) {
            return "the certificate of " + server + " is not valid yet" + dated(invalid, X509Certificate::getNotBefore)
                    + ": check the clocks of both machines";
        }
        if (invalid.isPresent()
                || cause(failure, CertPathBuilderException.class).isPresent()
                || cause(failure, CertificateParsingException.class).isPresent()) {
            return unknownAuthority();
        }
        return "no TLS with " + server + ": " + innermost(failure);
    }

    private String unknownAuthority() {
        String unsigned = "the certificate of " + server + " is not signed by ";
        Optional<Path> ca = service.flatMap(Service::tls).flatMap(Tls::ca);
        if (ca.isPresent()) {
            return unsigned + "the ca of service '" + service.get().name() + "', " + ca.get();
        }
        return unsigned + "an authority this machine trusts: if it should be, add ca: FILE to " + entry();
    }

    private String otherHost(String message) {
        Matcher names = NAMES.matcher(message);
        String others = names.find() && !names.group(1).isBlank() ? names.group(1) : "another host";
        return "the certificate of " + server + " is for " + others + ", not for " + url.host()
                + ": use a host name it is for, or have it reissued for this one";
    }

    private String refused(String alert) {
        Optional<Path> certificate = service.flatMap(Service::tls).flatMap(Tls::clientCertificate);
        if (certificate.isPresent()) {
            return server + " rejected the client certificate " + certificate.get() + " (" + alert + ")";
        }
        String asks = NO_CERTIFICATE.contains(alert)
                ? server + " requires a client certificate (" + alert + "): add clientCertificate: FILE to "
                : server + " rejected TLS (" + alert
                        + "): if it requires a client certificate, add clientCertificate: FILE to ";
        return asks + entry();
    }

    /** Adds a hint: a server that rejects a client may close the connection before its alert has arrived. */
    private String perhapsRefused() {
        if (!identity.askedBy(url.host(), url.port())) {
            return "";
        }
        return service.flatMap(Service::tls)
                .flatMap(Tls::clientCertificate)
                .map(certificate -> " (it may have rejected the client certificate " + certificate + ")")
                .orElseGet(() ->
                        " (it had requested a client certificate: add clientCertificate: FILE to " + entry() + ")");
    }

    private String entry() {
        return service.map(named -> "service '" + named.name() + "'").orElse("a service with this address")
                + " in the environment file";
    }

    private static String dated(Optional<CertPathValidatorException> invalid, Function<X509Certificate, Date> date) {
        return invalid.filter(at -> at.getCertPath() != null && at.getIndex() >= 0)
                .map(at -> at.getCertPath().getCertificates().get(at.getIndex()))
                .map(certificate ->
                        " (" + date.apply((X509Certificate) certificate).toInstant() + ")")
                .orElse("");
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> kind) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (kind.isInstance(one)) {
                return Optional.of(kind.cast(one));
            }
        }
        return Optional.empty();
    }

    private static String innermost(Throwable failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        return message(last).lines().findFirst().orElse("");
    }

    private static String message(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
