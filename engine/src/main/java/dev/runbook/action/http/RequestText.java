package dev.runbook.action.http;

import dev.runbook.AuthorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** Makes of an {@link HttpSpec} the request that is sent. */
final class RequestText {
    private final HttpSpec spec;
    private final HttpValues values;

    RequestText(HttpSpec spec, HttpValues values) {
        this.spec = spec;
        this.values = values;
    }

    /** @throws AuthorException when a value cannot stand where it is, or the address is none */
    Request request(Progress progress) {
        return new Request.Builder()
                .url(url())
                .headers(headers())
                .method(spec.method().name(), body())
                .tag(Progress.class, progress)
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
            throw new AuthorException("'" + spec.url().shown() + "' is no URL: its host or port is not valid");
        }
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            throw new AuthorException("a URL carries no user or password: write basic 'user', secret('…')");
        }
        return url;
    }

    private Headers headers() {
        Headers.Builder headers = new Headers.Builder();
        headers.add("User-Agent", "runbook");
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
            throw new AuthorException("'" + name + "' is no name of a header");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new AuthorException(String.format(
                        "header '%s' cannot carry the control character U+%04X at its character %d",
                        name, (int) c, i + 1));
            }
        }
        headers.removeAll(name);
        headers.addUnsafeNonAscii(name, value);
    }

    private RequestBody body() {
        RequestBody body = spec.body().map(this::content).orElse(null);
        if (body == null) {
            body = spec.method().needsBody() ? RequestBody.create(new byte[0]) : null;
        }
        return body == null ? null : new Once(body);
    }

    private RequestBody content(HttpBody body) {
        if (spec.method().safe()) {
            throw new AuthorException(spec.method() + " carries no body");
        }
        if (body instanceof HttpBody.Json json) {
            return bytes(values.json(json.document()), "application/json");
        }
        if (body instanceof HttpBody.Form form) {
            return form(form.fields());
        }
        HttpBody.Text text = (HttpBody.Text) body;
        return bytes(values.text(text.text(), "the body"), text.contentType());
    }

    private RequestBody form(Map<String, Object> fields) {
        FormBody.Builder form = new FormBody.Builder(StandardCharsets.UTF_8);
        fields.forEach((name, value) -> {
            List<?> several = value instanceof List<?> list ? list : List.of(value == null ? "" : value);
            several.forEach(one -> form.add(name, values.text(one, "form field '" + name + "'")));
        });
        return form.build();
    }

    private static RequestBody bytes(String text, String contentType) {
        MediaType type = MediaType.parse(contentType);
        if (type == null) {
            throw new AuthorException("'" + contentType + "' is no content type");
        }
        return RequestBody.create(text.getBytes(StandardCharsets.UTF_8), type);
    }

    /** A body the client never sends a second time by itself: the first may have arrived. */
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
