package dev.runbook.action.http;

import dev.runbook.AuthorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Credentials;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** Builds the request of an {@link HttpSpec}. */
final class RequestText {
    /**
     * The default headers of every request; with its own, the client would decompress responses, and fail on empty
     * ones.
     */
    static final Headers OWN_HEADERS = Headers.of("User-Agent", "runbook", "Accept-Encoding", "gzip");

    private final HttpSpec spec;
    private final HttpValues values;

    RequestText(HttpSpec spec, HttpValues values) {
        this.spec = spec;
        this.values = values;
    }

    /** @throws AuthorException when a value is not allowed in its place, or the address is invalid */
    Request request(RequestProgress progress) {
        if (spec.method().safe() && spec.body().isPresent()) {
            throw new AuthorException(spec.method() + " has no body");
        }
        return new Request.Builder()
                .url(url())
                .headers(headers())
                .method(spec.method().name(), body())
                .tag(RequestProgress.class, progress)
                .build();
    }

    private HttpUrl url() {
        UrlText text = UrlText.of(spec.url().parts());
        text.problem().ifPresent(problem -> {
            throw new AuthorException("'" + spec.url().shown() + "': " + problem);
        });
        List<String> filled = new ArrayList<>();
        spec.url().values().forEach(value -> filled.add(values.text(value, "the URL")));
        HttpUrl url = HttpUrl.parse(text.url(filled));
        if (url == null) {
            throw new AuthorException("'" + spec.url().shown() + "' is not a valid URL: its host or port is not valid");
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw new AuthorException("a URL must not contain a user or password: write basic 'user', secret('…')");
        }
        return url;
    }

    private Headers headers() {
        Headers.Builder headers = new Headers.Builder();
        headers.addAll(OWN_HEADERS);
        spec.headers().forEach((name, value) -> set(headers, name, values.text(value, "header '" + name + "'")));
        spec.credentials().ifPresent(who -> set(headers, "Authorization", authorization(who)));
        return headers.build();
    }

    private String authorization(HttpCredentials who) {
        if (who instanceof HttpCredentials.Basic basic) {
            String user = values.text(basic.user(), "the user of basic");
            if (user.indexOf(':') >= 0) {
                throw new AuthorException("the user of basic has a ':' in it, which would end the name");
            }
            return Credentials.basic(
                    user, values.text(basic.password(), "the password of basic"), StandardCharsets.UTF_8);
        }
        return "Bearer " + values.text(((HttpCredentials.Bearer) who).token(), "bearer");
    }

    private static void set(Headers.Builder headers, String name, String value) {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw new AuthorException("'" + name + "' is not a valid header name");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new AuthorException(String.format(
                        "header '%s' cannot contain the control character U+%04X at its character %d",
                        name, (int) c, i + 1));
            }
        }
        headers.removeAll(name);
        headers.addUnsafeNonAscii(name, value);
    }

    /**
     * Returns the body. Only safe methods have none: the client would resend such a request by itself when a connection
     * breaks.
     */
    private RequestBody body() {
        return spec.method().safe()
                ? null
                : new Once(spec.body().map(new BodyText(values)::content).orElse(RequestBody.create(new byte[0])));
    }

    /** A body that the client never resends by itself: the first copy may have arrived. */
    private static final class Once extends RequestBody {
        private final RequestBody content;

        Once(RequestBody content) {
            this.content = content;
        }

        @Override
        public MediaType contentType() {
            return content.contentType();
        }

        @Override
        public long contentLength() throws IOException {
            return content.contentLength();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            content.writeTo(sink);
        }
    }
}
