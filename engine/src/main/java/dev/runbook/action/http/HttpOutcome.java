package dev.runbook.action.http;

import dev.runbook.action.Outcome;
import dev.runbook.action.StopSignal;
import dev.runbook.value.JsonReader;
import dev.runbook.value.Result;
import dev.runbook.value.StopProof;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.Response;

/** What the end of an exchange means. */
public final class HttpOutcome {
    /** The names of the values that a request leaves for conditions, handlers and later steps. */
    public static final Set<String> LEAVES = Set.of("status", "headers", "body", "json", "elapsed");

    private HttpOutcome() {}

    /** An answer that came whole; conditions may judge it whatever its status. */
    static Outcome answered(Response response, BodyReader body, Duration elapsed) {
        Map<String, Object> values = values(response, body, elapsed);
        JsonReader.read(body.text()).ifPresent(document -> values.put("json", document));
        return response.isSuccessful()
                ? Outcome.ok(values)
                : Outcome.answered(Result.FAILED, values, "status " + statusLine(response) + excerpt(body));
    }

    /** An answer whose body broke off: its status is known, but it is not good. */
    static Outcome cut(Response response, BodyReader body, Duration elapsed, String why) {
        String cause = "status " + statusLine(response) + ", but " + why + " after " + body.length() + " bytes";
        return new Outcome(Result.FAILED, values(response, body, elapsed), cause, Optional.empty(), false);
    }

    /** No answer, which conditions see as status 0. */
    static Outcome silent(Duration elapsed, String why) {
        return Outcome.silence(silence(elapsed), why);
    }

    /** The request was sent and its answer never came: it may have been carried out. */
    static Outcome inDoubt(HttpMethod method, Duration elapsed, String why) {
        return Outcome.unknown(why + "; the " + method + " was sent and may have been carried out", silence(elapsed));
    }

    static Outcome stopped(
            StopSignal.Reason reason, HttpMethod method, boolean inDoubt, Duration elapsed, StopProof proof) {
        if (!inDoubt) {
            return Outcome.stopped(reason, silence(elapsed), "", proof);
        }
        String cause = "the " + method + " was sent and not answered: it may have been carried out";
        return reason == StopSignal.Reason.DEADLINE
                ? new Outcome(Result.UNKNOWN, silence(elapsed), "time used up: " + cause, Optional.of(proof), false)
                : Outcome.stopped(reason, silence(elapsed), cause, proof);
    }

    static String statusLine(Response response) {
        return (response.code() + " " + response.message()).strip();
    }

    private static Map<String, Object> silence(Duration elapsed) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("status", 0);
        values.put("headers", Map.of());
        values.put("body", "");
        values.put("elapsed", elapsed.toMillis());
        return values;
    }

    private static Map<String, Object> values(Response response, BodyReader body, Duration elapsed) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("status", response.code());
        values.put("headers", headers(response.headers()));
        values.put("body", body.text());
        values.put("elapsed", elapsed.toMillis());
        return values;
    }

    /** By their names in small letters; a header that came several times as one text, as RFC 9110 joins them. */
    private static Map<String, Object> headers(Headers headers) {
        Map<String, Object> byName = new LinkedHashMap<>();
        headers.names().forEach(name -> {
            List<String> values = headers.values(name);
            byName.put(name.toLowerCase(Locale.ROOT), String.join(", ", values));
        });
        return byName;
    }

    /** The first line a server gives with an error, for people. */
    private static String excerpt(BodyReader body) {
        String line = body.text()
                .lines()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        if (line.isEmpty() || line.startsWith("<")) {
            return "";
        }
        return ": " + (line.length() > 160 ? line.substring(0, 160) + "…" : line);
    }
}
