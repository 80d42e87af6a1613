package dev.runbook.action.http;

import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import okhttp3.Request;
import okhttp3.Response;

/** Determines from the headers of a response whether the body that was read is the whole one (RFC 9110, RFC 9112). */
final class Completeness {
    private Completeness() {}

    /** Returns why the body may be incomplete; empty if it is the whole one. */
    static Optional<String> doubt(Request request, Response response) {
        if (response.code() == HttpURLConnection.HTTP_PARTIAL && request.header("Range") == null) {
            String range = response.header("Content-Range");
            return Optional.of(
                    "the body is only a part, which was not requested" + (range == null ? "" : " (" + range + ")"));
        }
        Set<String> lengths = lengths(response.headers("Content-Length"));
        boolean chunked = response.header("Transfer-Encoding") != null; // then the length has no meaning
        boolean clear = lengths.size() < 2 && lengths.stream().allMatch(length -> length.matches("\\d{1,18}"));
        return chunked || clear
                ? Optional.empty()
                : Optional.of("its length is invalid (Content-Length: " + String.join(", ", lengths) + ")");
    }

    private static Set<String> lengths(List<String> headers) {
        Set<String> lengths = new TreeSet<>();
        for (String header : headers) {
            for (String length : header.split(",", -1)) {
                lengths.add(length.strip());
            }
        }
        return lengths;
    }
}
