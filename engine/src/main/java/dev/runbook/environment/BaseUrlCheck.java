package dev.runbook.environment;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the base URL of a service: requests append their own path and query to it. */
final class BaseUrlCheck {
    private static final int HIGHEST_PORT = 65_535;
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*");
    private static final Pattern HTTP = Pattern.compile("(?i)https?");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^]]*]|[^:\\[]*)(?::(.*))?");

    /** What is wrong with a URL, and what to write instead. */
    record Mistake(String message, String cure) {}

    private BaseUrlCheck() {}

    /** Returns the first mistake in a URL; empty if a request can be sent to it. */
    static Optional<Mistake> mistakeIn(String url) {
        if (url.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            return mistake(url, "contains a blank", "remove it");
        }
        Matcher scheme = SCHEME.matcher(url);
        if (!scheme.matches()) {
            return mistake(url, "has no scheme", "write https://" + url.replaceFirst("^(https?:)?/*", ""));
        }
        if (!HTTP.matcher(scheme.group(1)).matches()) {
            return mistake(
                    url, "has the scheme '" + scheme.group(1) + "'", "a service is reached by http:// or https://");
        }
        if (url.indexOf('#') >= 0) {
            return mistake(url, "has a fragment", "remove it from the '#' on: it is never sent to a server");
        }
        if (url.indexOf('?') >= 0) {
            return mistake(
                    url,
                    "has a query, and requests append their path after it",
                    "write the query in the runbook: get \"${service('name')}/path?query\"");
        }
        return hostMistake(url, url.substring(scheme.end(1) + "://".length()).replaceFirst("/.*", ""));
    }

    private static Optional<Mistake> hostMistake(String url, String authority) {
        Matcher parts = HOST_AND_PORT.matcher(authority);
        if (!parts.matches() || parts.group(1).isEmpty()) {
            return mistake(url, "has no host", "write https://host:port");
        }
        if (parts.group(2) != null && !isPort(parts.group(2))) {
            return mistake(url, "has the port '" + parts.group(2) + "'", "a port is a number from 1 to 65535");
        }
        try {
            if (new URI(url).getHost() != null) {
                return Optional.empty();
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        return mistake(
                url,
                "is not a valid URL",
                "a host name has letters, digits, '-' and '.'; encode other characters in the path");
    }

    private static boolean isPort(String text) {
        return text.matches("\\d{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= HIGHEST_PORT;
    }

    private static Optional<Mistake> mistake(String url, String what, String cure) {
        return Optional.of(new Mistake("the URL '" + url + "' " + what, cure));
    }
}
