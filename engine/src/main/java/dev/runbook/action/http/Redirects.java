package dev.runbook.action.http;

import java.net.HttpURLConnection;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;

/** Computes the request that follows a redirect, and what it may carry. */
final class Redirects {
    static final int MOST = 10;
    private static final int TEMPORARY = 307;
    private static final int PERMANENT = 308;
    private static final Set<Integer> STATUSES = Set.of(
            HttpURLConnection.HTTP_MOVED_PERM,
            HttpURLConnection.HTTP_MOVED_TEMP,
            HttpURLConnection.HTTP_SEE_OTHER,
            TEMPORARY,
            PERMANENT);

    private Redirects() {}

    /**
     * Returns the request that follows; empty when the response is not a redirect or has no valid location.
     *
     * @throws RefusedRedirect when following it would send content to another host, or leave TLS
     */
    static Optional<Request> next(Request request, Response response) {
        String location = response.header("Location");
        HttpUrl to = location == null ? null : request.url().resolve(location);
        if (to == null || !STATUSES.contains(response.code())) {
            return Optional.empty();
        }
        if (request.url().isHttps() && !to.isHttps()) {
            throw new RefusedRedirect("redirected from https to http, to " + host(to) + ": not followed");
        }
        boolean sameHost = sameServer(request.url(), to);
        boolean again = response.code() == TEMPORARY || response.code() == PERMANENT;
        if (again && !sameHost && request.body() != null) {
            throw new RefusedRedirect("redirected with its body to another host, " + host(to) + ": not followed");
        }
        Request.Builder next = request.newBuilder().url(to);
        if (!sameHost) {
            next.headers(RequestText.OWN_HEADERS); // any other may hold a credential
        }
        if (!again && !request.method().equals("HEAD")) {
            next.get();
        }
        return Optional.of(next.build());
    }

    static boolean sameServer(HttpUrl one, HttpUrl other) {
        return host(one).equals(host(other)) && one.isHttps() == other.isHttps();
    }

    private static String host(HttpUrl url) {
        return url.host() + ":" + url.port();
    }

    /** Thrown for a redirect that is not safe to follow. */
    static final class RefusedRedirect extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedRedirect(String message) {
            super(message);
        }
    }
}
