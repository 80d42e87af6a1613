package dev.runbook.action.http;

import dev.runbook.action.CancellationToken;
import dev.runbook.action.Outcome;
import dev.runbook.json.JsonReader;
import dev.runbook.value.NoAnswer;
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

/** Creates the outcome of an exchange. */
public final class HttpOutcome {
    /** The names of the values that a request provides for conditions, handlers and later steps. */
    public static final Set<String> LEAVES = Set.of("status", "headers", "body", "json", "elapsed");

    /** The values of a response that was not received. */
    private static final Map<String, Object> NONE = Map.of("status", 0);

    private HttpOutcome() {}

    /** Returns the outcome of a complete response; conditions may judge it whatever its status. */
    static Outcome answered(Response response, BodyReader body, Duration elapsed) {
        Map<String, Object> values = values(response, body, elapsed);
        if (values.get("body") instanceof String text) {
            JsonReader.read(text).ifPresent(document -> values.put("json", document));
        }
        return response.isSuccessful()
                ? Outcome.ok(values)
                : Outcome.answered(Result.FAILED, values, "status " + statusLine(response) + excerpt(body));
    }

    /** Returns the outcome of a response without its whole body: its status is known, but it is not ok. */
    static Outcome incomplete(Response response, BodyReader body, Duration elapsed, String why) {
        Map<String, Object> values = values(response, body, elapsed);
        values.put("body", new NoAnswer(why));
        return new Outcome(
                Result.FAILED,
                values,
                "status " + statusLine(response) + ", but " + why,
                Optional.empty(),
                Outcome.Answer.NONE);
    }

    /** Returns the outcome without a response, which conditions see as status 0. */
    static Outcome silent(String why) {
        return Outcome.silence(NONE, why);
    }

    /** Returns the outcome of a request that was sent without receiving a response: it may have been carried out. */
    static Outcome inDoubt(HttpMethod method, String why) {
        return Outcome.unknown(why + "; the " + method + " was sent and may have been carried out", NONE);
    }

    static Outcome stopped(CancellationToken.Reason reason, HttpMethod method, boolean inDoubt, StopProof proof) {
        if (!inDoubt) {
            return Outcome.stopped(reason, NONE, "", proof);
        }
        String cause = "the " + method + " was sent and not answered: it may have been carried out";
        return reason == CancellationToken.Reason.DEADLINE
                ? new Outcome(Result.UNKNOWN, NONE, "time used up: " + cause, Optional.of(proof), false)
                : Outcome.stopped(reason, NONE, cause, proof);
    }

    static String statusLine(Response response) {
        return (response.code() + " " + response.message()).strip();
    }

    private static Map<String, Object> values(Response response, BodyReader body, Duration elapsed) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("status", response.code());
        values.put("headers", headers(response.headers()));
        values.put("body", body.value());
        values.put("elapsed", elapsed);
        return values;
    }

    /** Maps headers by lower-case name; repeated headers are joined into one text (RFC 9110). */
    private static Map<String, Object> headers(Headers headers) {
        Map<String, Object> byName = new LinkedHashMap<>();
        headers.names().forEach(name -> {
            List<String> values = headers.values(name);
            byName.put(name.toLowerCase(Locale.ROOT), String.join(", ", values));
        });
        return byName;
    }

    /** Returns the first line of an error response, for display. */
    private static String excerpt(BodyReader body) {
        String line = body.beginning()
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
