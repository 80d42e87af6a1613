package dev.runbook.action.http;

import dev.runbook.time.TimeText;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;

/** Why there was no answer, in one line. */
final class HttpFailure {
    private HttpFailure() {}

    static String words(IOException failure, HttpUrl url) {
        String server = url.host() + ":" + url.port();
        if (failure instanceof UnknownHostException) {
            return "host '" + url.host() + "' is not known (no address found by name)";
        }
        if (failure instanceof SSLPeerUnverifiedException) {
            return "the certificate of " + server + " is for another host: not trusted";
        }
        if (failure instanceof SSLException) {
            return tls(failure, server);
        }
        if (failure instanceof BodyReader.BodyTooLong) {
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
        if (cause(failure, EOFException.class).isPresent() || failure instanceof ProtocolException) {
            return server + " closed the connection: " + innermost(failure);
        }
        return "connection to " + server + " lost: " + innermost(failure);
    }

    private static String tls(IOException failure, String server) {
        String certificate = "the certificate of " + server;
        if (cause(failure, CertificateExpiredException.class).isPresent()) {
            return certificate + " has expired: not trusted";
        }
        if (cause(failure, CertificateNotYetValidException.class).isPresent()) {
            return certificate + " is not valid yet: not trusted";
        }
        if (cause(failure, CertificateParsingException.class).isPresent()
                || cause(failure, java.security.cert.CertPathBuilderException.class)
                        .isPresent()) {
            return certificate + " is not signed by an authority this machine trusts";
        }
        return "no TLS with " + server + ": " + innermost(failure);
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
