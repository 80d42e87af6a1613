package dev.runbook.action.http;

import dev.runbook.AuthorException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses an author's URL far enough to find the component of each gap. A value fills only its gap: it is
 * percent-encoded for its place, and cannot become another host, path or parameter.
 *
 * <p>The compiler uses it to reject values in bad places, the action to encode values. Immutable.
 */
public final class UrlText {
    private static final String UNRESERVED = "-._~";
    private static final String HOW_TO_BEGIN = "a URL begins with ${service('…')} or with http:// or https://";

    private final List<String> parts;
    private final List<UrlPlace> gaps;

    private UrlText(List<String> parts) {
        this.parts = parts;
        this.gaps = read(parts);
    }

    /** Parses the parts of a URL between its gaps. */
    public static UrlText of(List<String> parts) {
        return new UrlText(List.copyOf(parts));
    }

    /** Returns the component of each gap, in order: one fewer than the parts. */
    public List<UrlPlace> gaps() {
        return gaps;
    }

    /** Returns what is wrong with the URL as a whole, independent of its values. */
    public Optional<String> problem() {
        boolean begins = (!gaps.isEmpty() && gaps.get(0) == UrlPlace.BASE) || hasHttpScheme(parts.get(0));
        return begins ? Optional.empty() : Optional.of(HOW_TO_BEGIN);
    }

    /**
     * Returns the URL with each value in its gap, encoded for its place.
     *
     * @throws AuthorException when a value is not allowed in its place: in the host, as an empty or dotted path segment
     */
    String url(List<String> values) {
        StringBuilder url = new StringBuilder(parts.get(0));
        for (int i = 0; i < gaps.size(); i++) {
            UrlPlace place = gaps.get(i);
            if (!place.allowed()) {
                throw place.refusal();
            }
            String value = values.get(i);
            url.append(place == UrlPlace.BASE ? base(value) : encoded(value));
            if (place == UrlPlace.PATH) {
                checkSegment(value, url, parts.get(i + 1), i + 1 < gaps.size());
            }
            url.append(parts.get(i + 1));
        }
        return url.toString();
    }

    private static List<UrlPlace> read(List<String> parts) {
        List<UrlPlace> gaps = new ArrayList<>();
        UrlPlace place = UrlPlace.SCHEME;
        StringBuilder before = new StringBuilder();
        for (int p = 0; p + 1 < parts.size(); p++) {
            for (char c : parts.get(p).toCharArray()) {
                before.append(c);
                place = after(place, c, before);
            }
            boolean first = p == 0 && before.isEmpty();
            gaps.add(first ? UrlPlace.BASE : place);
            place = first ? UrlPlace.HOST : place;
        }
        return List.copyOf(gaps);
    }

    private static UrlPlace after(UrlPlace place, char c, CharSequence before) {
        if (place == UrlPlace.SCHEME) {
            return before.toString().endsWith("://") ? UrlPlace.HOST : UrlPlace.SCHEME;
        }
        return switch (c) {
            case '/', '\\' -> place == UrlPlace.HOST ? UrlPlace.PATH : place;
            case '?' -> place == UrlPlace.FRAGMENT ? place : UrlPlace.QUERY;
            case '#' -> UrlPlace.FRAGMENT;
            default -> place;
        };
    }

    private static String base(String value) {
        if (!hasHttpScheme(value)) {
            throw new AuthorException("'" + value + "' is not a base URL: it begins with neither http:// nor https://");
        }
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    private static boolean hasHttpScheme(String text) {
        return text.regionMatches(true, 0, "http://", 0, 7) || text.regionMatches(true, 0, "https://", 0, 8);
    }

    /**
     * Rejects an empty or dotted segment: an author does not mean {@code DELETE /orders/} by {@code /orders/${id}}, or
     * the parent folder by a name.
     */
    private static void checkSegment(String value, CharSequence url, String next, boolean gapFollows) {
        if (value.isEmpty()) {
            throw new AuthorException("a value in the path of the URL is empty");
        }
        boolean continues = next.isEmpty() ? gapFollows : "/?#\\".indexOf(next.charAt(0)) < 0;
        String written = url.toString();
        String segment = written.substring(written.lastIndexOf('/') + 1);
        if (!continues && (segment.equals(".") || segment.equals(".."))) {
            throw new AuthorException("'" + segment + "' is not allowed in a URL's path: it would change the path");
        }
    }

    /** Percent-encodes the UTF-8 of everything but RFC 3986's unreserved characters. */
    private static String encoded(String value) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || UNRESERVED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
