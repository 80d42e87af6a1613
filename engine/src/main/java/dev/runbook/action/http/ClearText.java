package dev.runbook.action.http;

import dev.runbook.value.Secret;
import dev.runbook.value.Template;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds requests that send a secret to another machine without TLS. */
final class ClearText {
    private static final Pattern ADDRESS = Pattern.compile("(?i)http://(\\[[^\\]]*]|[^/:?#]*).*", Pattern.DOTALL);
    private static final Pattern LOOPBACK = Pattern.compile("(?i)localhost|.*\\.localhost|127(\\.\\d+){3}|\\[::1]");

    private ClearText() {}

    /** Returns a one-line warning; empty where no secret is exposed, or the address is not known yet. */
    static Optional<String> warning(HttpSpec request) {
        Matcher address = ADDRESS.matcher(request.url().shown());
        return address.matches() && !LOOPBACK.matcher(address.group(1)).matches() && sendsSecret(request)
                ? Optional.of(request.method() + " sends a secret to http://" + address.group(1)
                        + " without TLS: anybody on the network can read it; use https://")
                : Optional.empty();
    }

    private static boolean sendsSecret(HttpSpec request) {
        return request.credentials().isPresent()
                || holdsSecret(request.url())
                || holdsSecret(request.headers())
                || request.body().filter(ClearText::carriesSecret).isPresent();
    }

    private static boolean carriesSecret(HttpBody body) {
        if (body instanceof HttpBody.Json json) {
            return holdsSecret(json.document());
        }
        if (body instanceof HttpBody.Form form) {
            return holdsSecret(form.fields());
        }
        return body instanceof HttpBody.Text text
                ? holdsSecret(text.text())
                : ((HttpBody.Parts) body)
                        .parts().stream()
                                .anyMatch(part -> part instanceof HttpBody.TextPart text && holdsSecret(text.text()));
    }

    private static boolean holdsSecret(Object value) {
        if (value instanceof Template text) {
            return holdsSecret(text.values());
        }
        if (value instanceof Map<?, ?> map) {
            return holdsSecret(map.values());
        }
        return value instanceof Collection<?> all
                ? all.stream().anyMatch(ClearText::holdsSecret)
                : value instanceof Secret;
    }
}
